/** Charts of single parameters: how much each matters, and how far each may move before the objective is worse. */
import type { Chart, Row } from "../../../charts/chart.ts";
import type { Layer } from "../../../charts/layers.ts";
import { ROW_STEP } from "../../../charts/rows.ts";
import { shortName } from "../../../names.ts";
import { dimensionValue } from "../../../tune-verdict.ts";
import { along, linearAxis } from "../../charts/axes.ts";
import { panelsSpec } from "../../charts/panels.ts";
import { chosenPercent } from "../../values.ts";
import { dimensionsOf, positionOf, valueOf } from "../context.ts";
import type { TuneContext } from "../context.ts";
import { describeImportance, flatnessFinding, importanceFinding, shareText } from "../findings.ts";

const OFFSET = 7;

/** Null where it could not be told. */
export function importance(context: TuneContext): Chart | null {
  const { file } = context;
  const several = new Set(file.importance.map(({ balancer }) => balancer)).size > 1;
  const sorted = [...file.importance].sort((one, other) => (other.share.estimate ?? 0) - (one.share.estimate ?? 0));
  const rows = sorted.map(({ path, balancer, share }, i): Row => ({
    i,
    parameter: several && balancer !== null ? `${balancer}: ${path}` : path,
    share: share.estimate,
    low: share.low,
    high: share.high,
    label: shareText(share),
  }));
  if (rows.length === 0) return null;
  const axis = linearAxis("fraction", [0, 1]);
  return {
    id: "importance",
    section: "parameters",
    title: importanceFinding(context),
    subtitle: `Share of the objective's variation over the whole space that each parameter explains alone, with its ${chosenPercent(file.confidence)} interval. What is missing from 100% comes of parameters together, and of chance.`,
    description: describeImportance(context),
    spec: panelsSpec(context, [
      {
        title: "",
        height: { step: ROW_STEP },
        layers: [
          bare(
            {
              type: "bar",
              height: 10,
              yOffset: OFFSET,
              color: { expr: "accent" },
              opacity: 0.45,
              tooltip: { content: "data" },
            },
            { x: along("share", axis) },
          ),
          bare(
            { type: "rule", strokeWidth: 2, yOffset: OFFSET, y2Offset: OFFSET, color: { expr: "ink" } },
            { x: along("low", axis), x2: { field: "high" } },
            "isValid(datum.low) && isValid(datum.high)",
          ),
          nameText(
            rows.map((row) => ({
              i: row["i"],
              text: `${shortName(String(row["parameter"]), 48)}:  ${String(row["label"])}`,
            })),
          ),
        ],
      },
    ]),
    columns: [
      { field: "parameter", title: "parameter", kind: "text" },
      { field: "share", title: "share explained", kind: "fraction" },
      { field: "low", title: "from", kind: "fraction" },
      { field: "high", title: "to", kind: "fraction" },
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

/** Null where there is no winner, or nothing about it is known. */
export function flatness(context: TuneContext): Chart | null {
  const rows = flatRows(context);
  if (rows.length === 0) return null;
  const axis = {
    ...linearAxis("number", [0, 1]),
    axis: { title: null, labels: false, ticks: false, grid: false, domain: false },
  };
  return {
    id: "flatness",
    section: "parameters",
    title: flatnessFinding(context),
    subtitle:
      "The thin line is the range that was searched, the thick one the values near the winner's that are as good within the precision; " +
      "the dot is the winner, the upright stroke the default.",
    description: `${flatnessFinding(context)}. ${rows.map((row) => String(row["text"])).join("; ")}.`,
    spec: panelsSpec(context, [
      {
        title: "",
        height: { step: ROW_STEP },
        layers: [
          bare(
            { type: "rule", strokeWidth: 1.5, yOffset: OFFSET, y2Offset: OFFSET, color: { expr: "line" } },
            { x: { value: 0 }, x2: { value: { expr: "width" } } },
          ),
          bare(
            {
              type: "rule",
              strokeWidth: 6,
              opacity: 0.5,
              yOffset: OFFSET,
              y2Offset: OFFSET,
              color: { expr: "accent" },
            },
            { x: along("low", axis), x2: { field: "high" } },
            "isValid(datum.low) && isValid(datum.high)",
          ),
          bare(
            { type: "tick", thickness: 2, size: 16, yOffset: OFFSET, opacity: 1, color: { expr: "ink" } },
            { x: along("base", axis) },
            "isValid(datum.base)",
          ),
          bare(
            {
              type: "point",
              filled: true,
              size: 70,
              opacity: 1,
              yOffset: OFFSET,
              color: { expr: "accent" },
              tooltip: { content: "data" },
            },
            { x: along("winner", axis) },
            "isValid(datum.winner)",
          ),
          nameText(rows.map((row) => ({ i: row["i"], text: String(row["text"]) }))),
        ],
      },
    ]),
    columns: [
      { field: "parameter", title: "parameter", kind: "text" },
      { field: "chosen", title: "winner", kind: "text" },
      { field: "usual", title: "default", kind: "text" },
      { field: "from", title: "as good from", kind: "text" },
      { field: "to", title: "to", kind: "text" },
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function flatRows(context: TuneContext): readonly Row[] {
  const { file, winner, base } = context;
  if (winner === null || file.flatness.length === 0) return [];
  return dimensionsOf(context, winner.balancer).map((dimension, i): Row => {
    const found = file.flatness.find(
      ({ path, balancer }) => path === dimension.path && balancer === dimension.balancer,
    );
    const chosen = valueOf(winner, dimension);
    const usual = base === null ? undefined : valueOf(base, dimension);
    const [from, to] = [dimensionValue(found?.low, dimension), dimensionValue(found?.high, dimension)];
    const flat = found === undefined || found.low === found.high ? "" : `, as good from ${from} to ${to}`;
    return {
      i,
      parameter: dimension.path,
      chosen: dimensionValue(chosen, dimension),
      usual: dimensionValue(usual, dimension),
      from: found === undefined ? null : from,
      to: found === undefined ? null : to,
      text: `${shortName(dimension.path, 40)}:  ${dimensionValue(chosen, dimension)} (default ${dimensionValue(usual, dimension)})${flat}`,
      winner: positionOf(chosen, dimension),
      base: positionOf(usual, dimension),
      low: positionOf(found?.low, dimension),
      high: positionOf(found?.high, dimension),
    };
  });
}

/** A layer with a row per parameter. */
function bare(mark: object, encoding: object, filter = "true"): Layer {
  return { transform: [{ filter }], mark, encoding: { y: parameterRow(), ...encoding } } as unknown as Layer;
}

function parameterRow(): object {
  return { field: "i", type: "ordinal", axis: null, scale: { type: "band", paddingInner: 0, paddingOuter: 0 } };
}

function nameText(values: readonly object[]): Layer {
  return {
    data: { values: [...values] },
    mark: { type: "text", align: "left", baseline: "middle", x: 3, yOffset: -10, color: { expr: "ink" }, fontSize: 12 },
    encoding: { y: parameterRow(), text: { field: "text", type: "nominal" } },
  } as unknown as Layer;
}
