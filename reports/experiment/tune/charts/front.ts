/** Chart: two objectives against each other, and the configurations that no other beats in both. */
import type { Chart, Row } from "../../../charts/chart.ts";
import { VISIBLE, balancerColour } from "../../../charts/layers.ts";
import type { Layer } from "../../../charts/layers.ts";
import { along, valueAxis } from "../../charts/axes.ts";
import { panelsSpec } from "../../charts/panels.ts";
import type { TuneContext } from "../context.ts";
import { describeFront, frontFinding } from "../findings.ts";
import { configurationWords } from "../words.ts";

const HEIGHT = 340;

/** Null where there is but one objective; of more than two, the first two. */
export function front(context: TuneContext): Chart | null {
  const { file } = context;
  const [one, other] = file.objectives;
  const rows = frontRows(context);
  if (one === undefined || other === undefined || rows.length === 0) return null;
  const values = (field: string): number[] => rows.map((row) => row[field] as number);
  const units = [0, 1].map((index) => file.measures[index]?.unit ?? "number") as ["number", "number"];
  const [across, up] = [valueAxis(units[0], values("x")), valueAxis(units[1], values("y"))];
  const x = {
    ...along("x", across),
    axis: { ...across.axis, title: `${one.text}, ${one.goal}${across.logarithmic ? ", logarithmic" : ""}` },
  };
  const y = { ...along("y", up), axis: { ...up.axis, labelFlush: false } };
  const color = context.names.length > 1 ? balancerColour(context) : { value: { expr: "accent" } };
  const layer = (filter: string, mark: object, more: object = {}): Layer =>
    ({
      transform: [{ filter: `${VISIBLE} && ${filter}` }],
      mark,
      encoding: { x, y, color, ...more },
    }) as unknown as Layer;
  const onFront = "datum.front == 1";
  return {
    id: "front",
    section: "search",
    title: frontFinding(context),
    subtitle: `A dot is a configuration; the filled ones, joined by the line, are the front, the ring is the recommended one, the cross the default.${file.objectives.length > 2 ? " The first two objectives." : ""}`,
    description: describeFront(context),
    spec: panelsSpec(context, [
      {
        title: `${other.text}, ${other.goal}${up.logarithmic ? ", logarithmic" : ""}`,
        height: HEIGHT,
        layers: [
          layer("datum.front == 0", {
            type: "point",
            filled: false,
            size: 30,
            opacity: 0.4,
            tooltip: { content: "data" },
          }),
          layer(
            onFront,
            { type: "line", strokeWidth: 1.5, color: { expr: "muted" } },
            { color: { value: { expr: "muted" } } },
          ),
          layer(
            onFront,
            { type: "rule", strokeWidth: 1.5, opacity: 0.7 },
            { x: { ...x, field: "xl" }, x2: { field: "xh" } },
          ),
          layer(
            onFront,
            { type: "rule", strokeWidth: 1.5, opacity: 0.7 },
            { y: { ...y, field: "yl" }, y2: { field: "yh" } },
          ),
          layer(onFront, { type: "point", filled: true, size: 70, opacity: 1, tooltip: { content: "data" } }),
          layer(
            "datum.c == 0",
            { type: "point", shape: "cross", size: 130, filled: true, opacity: 1, tooltip: { content: "data" } },
            { color: { value: { expr: "ink" } } },
          ),
          layer(
            "datum.winner == 1",
            { type: "point", size: 240, strokeWidth: 2.5, filled: false, opacity: 1 },
            { color: { value: { expr: "ink" } } },
          ),
        ],
      },
    ]),
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "what", title: "configuration", kind: "text" },
      { field: "x", title: one.text, kind: kind(units[0]) },
      { field: "y", title: other.text, kind: kind(units[1]) },
      { field: "on", title: "on the front", kind: "text" },
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function kind(unit: string): "seconds" | "fraction" | "perSecond" | "number" {
  return unit === "seconds" || unit === "fraction" || unit === "perSecond" ? unit : "number";
}

function frontRows({ file, names }: TuneContext): readonly Row[] {
  return file.configurations.flatMap(({ balancer, objectives }, c): readonly Row[] => {
    const [one, other] = objectives;
    if ((one?.estimate ?? null) === null || (other?.estimate ?? null) === null) return [];
    const isFront = file.front.includes(c);
    return [
      {
        c,
        b: names.indexOf(balancer),
        what: configurationWords(file, c),
        x: one!.estimate,
        y: other!.estimate,
        xl: one!.low ?? one!.estimate,
        xh: one!.high ?? one!.estimate,
        yl: other!.low ?? other!.estimate,
        yh: other!.high ?? other!.estimate,
        front: isFront ? 1 : 0,
        on: isFront ? "yes" : "no",
        winner: c === file.winner ? 1 : 0,
      },
    ];
  });
}
