/// <reference lib="dom" />
/** The page's script: connects the controls and draws each chart as it comes into view. Without it the tables still stand. */
import { ChartView } from "./chart-view.ts";
import { connectCopying, connectPicking, connectSorting, connectTheme, connectToggles } from "./controls.ts";
import { readPageData } from "./data.ts";
import type { Vega } from "./data.ts";
import { offerFigureTools } from "./figure-tools.ts";
import { ReaderState } from "./state.ts";
import { Tooltip } from "./tooltip.ts";

/** Charts are drawn this far ahead of the reader. */
const AHEAD = "400px";

/** Called once, at the end of the page. */
export function startPage(vega: Vega, interpreter: unknown): void {
  const page = readPageData();
  const state = new ReaderState(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const tooltip = new Tooltip();
  const views = new Map<Element, ChartView>();
  for (const chart of page.charts) {
    const figure = document.getElementById(`figure-${chart.id}`)!;
    views.set(figure, new ChartView(figure, chart, { vega, interpreter, page, state, tooltip }));
    offerFigureTools(figure, chart, page);
  }
  connectToggles(state);
  connectPicking(state);
  connectSorting();
  connectTheme(state);
  connectCopying();
  drawAsSeen(views);
  drawForPaper([...views.values()]);
  addEventListener("scroll", () => tooltip.hide(), { passive: true });
  document.documentElement.classList.add("ready");
}

function drawAsSeen(views: ReadonlyMap<Element, ChartView>): void {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        void views.get(target)!.draw();
      }
    },
    { rootMargin: AHEAD },
  );
  const sized = new ResizeObserver((entries) => {
    for (const { target } of entries) void views.get(target)!.fit();
  });
  for (const figure of views.keys()) {
    seen.observe(figure);
    sized.observe(figure);
  }
}

/** Paper shows all of the page at once, in light colours and in its own width. */
function drawForPaper(views: readonly ChartView[]): void {
  addEventListener("beforeprint", () => void Promise.all(views.map((view) => view.drawFor("paper"))));
  addEventListener("afterprint", () => void Promise.all(views.map((view) => view.drawFor("screen"))));
}
