/// <reference lib="dom" />
/** One chart on the page: drawn when it comes into view, and kept in step with what the reader has chosen. */
import type { Item, View } from "vega";
import type { Row } from "../../charts/chart.ts";
import type { PageChart, PageData, Vega } from "./data.ts";
import { rowsOf } from "./data.ts";
import { countMarks, nearestBalancer } from "./marks.ts";
import type { ReaderState } from "./state.ts";
import { columnTooltip, markTooltip } from "./tooltip.ts";
import type { Tooltip } from "./tooltip.ts";

/** Below this width labels leave the chart: the sticky bar of balancers is the legend then. */
const NARROW_PIXELS = 600;
/** With more rows a canvas is drawn: a page of a hundred thousand elements is slow. */
const MOST_SVG_ROWS = 3000;
/** The width of a chart on paper. */
const PAPER_PIXELS = 680;

export interface Surroundings {
  readonly vega: Vega;
  readonly interpreter: unknown;
  readonly page: PageData;
  readonly state: ReaderState;
  readonly tooltip: Tooltip;
}

export class ChartView {
  readonly chart: PageChart;
  readonly #around: Surroundings;
  readonly #figure: HTMLElement;
  readonly #plot: HTMLElement;
  /** Vega gives its container a role and a name of its own; the plot around it keeps the ones that it was written with. */
  readonly #container: HTMLElement = document.createElement("div");
  readonly #rows: Row[];
  #view: View | null = null;
  #drawnPixels = 0;
  /** What labels and axes take beside the plot itself; learned at the first drawing. */
  #besidePixels = 0;
  #forPaper = false;

  constructor(figure: HTMLElement, chart: PageChart, around: Surroundings) {
    this.chart = chart;
    this.#around = around;
    this.#figure = figure;
    this.#plot = figure.querySelector<HTMLElement>(".plot")!;
    this.#plot.append(this.#container);
    this.#plot.addEventListener("pointerleave", () => around.tooltip.hide());
    this.#rows = rowsOf(chart);
    around.state.follow(() => void this.#follow());
  }

  /** Draws the chart if it is not drawn yet. */
  async draw(): Promise<void> {
    if (this.#view === null) await this.#build();
  }

  /** Draws anew for paper (light, as wide as a page, sharp), or back for the screen. */
  async drawFor(medium: "paper" | "screen"): Promise<void> {
    const wasDrawn = this.#view !== null;
    this.#forPaper = medium === "paper";
    this.#view?.finalize();
    this.#view = null;
    if (wasDrawn || this.#forPaper) await this.#build();
  }

  /** Takes the width that there now is. */
  async fit(): Promise<void> {
    const available = this.#availablePixels();
    if (this.#view === null || this.#forPaper || available === 0 || available === this.#drawnPixels) return;
    await this.#resize(this.#view, available);
  }

  async #build(): Promise<void> {
    const { vega, interpreter } = this.#around;
    const spec = {
      ...this.chart.spec,
      data: this.chart.spec.data!.map((data) =>
        data.name === "rows" ? { ...data, values: this.#rows.map((row) => ({ ...row })) } : data,
      ),
    } as PageChart["spec"];
    const view = new vega.View(vega.parse(spec, {}, { ast: true }), {
      expr: interpreter,
      renderer: this.#forPaper || this.#rows.length <= MOST_SVG_ROWS ? "svg" : "canvas",
      container: this.#container,
      hover: false,
      tooltip: (_: unknown, event: MouseEvent, item: Item, value: unknown) => this.#point(event, item, value),
    });
    this.#view = view;
    this.#besidePixels = 0;
    this.#choose(view);
    await this.#resize(view, this.#availablePixels());
  }

  #availablePixels(): number {
    return this.#forPaper ? PAPER_PIXELS : Math.floor(this.#plot.clientWidth);
  }

  /** Labels beside a plot are as wide as they are: draws, looks how wide all became, and corrects the plot by the rest. */
  async #resize(view: View, available: number): Promise<void> {
    const narrow = available < NARROW_PIXELS;
    if (this.#besidePixels === 0 || narrow !== view.signal("narrow")) this.#besidePixels = narrow ? 60 : 190;
    this.#drawnPixels = available;
    this.#signal(view, "narrow", narrow);
    for (let attempt = 0; attempt < 3; attempt++) {
      this.#setPlotWidth(view, Math.max(80, available - this.#besidePixels));
      await view.resize().runAsync();
      const beside = this.#drawnWidth() - this.#plotWidth(view);
      if (Math.abs(beside - this.#besidePixels) < 1) break;
      this.#besidePixels = beside;
    }
    this.#report(view);
  }

  /** A chart in panels has the width of its panels in a signal of its own. */
  #setPlotWidth(view: View, pixels: number): void {
    if (this.#hasSignal("child_width")) view.signal("child_width", pixels);
    else view.width(pixels);
  }

  #plotWidth(view: View): number {
    return this.#hasSignal("child_width") ? (view.signal("child_width") as number) : view.width();
  }

  #drawnWidth(): number {
    const drawn = this.#plot.querySelector<HTMLElement>("svg, canvas");
    return drawn === null ? 0 : Number.parseFloat(drawn.getAttribute("width") ?? "0") / this.#density(drawn);
  }

  /** A canvas has more pixels than it shows on a dense screen. */
  #density(drawn: HTMLElement): number {
    if (drawn.localName !== "canvas") return 1;
    return Number.parseFloat(drawn.getAttribute("width") ?? "1") / Number.parseFloat(drawn.style.width || "1");
  }

  async #follow(): Promise<void> {
    if (this.#view === null) return;
    this.#choose(this.#view);
    // Panels come and go: the picture has to become as high as they are.
    await this.#view.resize().runAsync();
    this.#report(this.#view);
  }

  #choose(view: View): void {
    const { page, state } = this.#around;
    const theme = this.#forPaper ? "light" : state.theme;
    for (const [name, value] of Object.entries(page.themes[theme])) this.#signal(view, name, value);
    this.#signal(view, "hidden", [...state.hidden]);
    this.#signal(view, "picked", state.picked);
  }

  #signal(view: View, name: string, value: unknown): void {
    if (this.#hasSignal(name)) view.signal(name, value as never);
  }

  #hasSignal(name: string): boolean {
    return this.chart.spec.signals?.some((signal) => signal.name === name) ?? false;
  }

  /** For whoever drives the page (tests, scripts): how many marks stand in this chart. */
  #report(view: View): void {
    this.#figure.dataset["marks"] = String(countMarks(view));
  }

  #point(event: MouseEvent, item: Item | null, value: unknown): void {
    const { page, tooltip, state } = this.#around;
    if (item === null || value === null || value === undefined || value === "") return tooltip.hide();
    const { lines } = this.chart;
    const datum = item.datum as Row;
    if (lines === undefined) return tooltip.show(markTooltip(page, this.chart, datum), event);
    const rows = this.#rows.filter(
      (row) =>
        row[lines.x] === datum[lines.x] &&
        !state.hidden.has(row["b"] as number) &&
        lines.fields.some((field) => row[field] !== null),
    );
    const nearest = nearestBalancer(this.#view!, item, event, rows, lines.fields);
    if (page.emphasised.includes(false)) state.pick(nearest);
    tooltip.show(columnTooltip(page, this.chart, rows, nearest), event);
  }
}
