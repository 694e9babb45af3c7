/**
 * One run in sections of equal time, for intervals from a single long run: what its messages say section by section is nearly
 * independent where sections are long. The grid counts from the run's start, so that sections of two balancers hold the same
 * messages whatever their warm-ups. Two numbers for each message are kept: only for whoever asks.
 */
import type { Ns } from "../core/time.ts";
import { distributionOf } from "./distribution.ts";
import { Histogram } from "./histogram.ts";
import type { MessageRecord } from "./message-record.ts";
import type { SectionFigures, Sections } from "./run-figures.ts";
import { summaryOf } from "./summary.ts";

/** Of these the independence is tested. */
const FINE = 128;
/** So many of them make one of the batches that intervals rest on: what dependence the test cannot see, this removes. */
const FINE_PER_BATCH = 4;

export class SectionRecorder {
  #count = 0;
  #publishedNs = new Float64Array(1024);
  /** NaN where the message was lost. */
  #responseNs = new Float64Array(1024);

  /** For every message, when its producer is told. */
  note({ publishedNs, settledNs, fate }: MessageRecord): void {
    if (this.#count === this.#publishedNs.length) this.#grow();
    this.#publishedNs[this.#count] = publishedNs;
    this.#responseNs[this.#count++] = fate === "delivered" ? settledNs - publishedNs : NaN;
  }

  /** The sections between the warm-up's end and `endNs`, when nothing more was published; null for those before. */
  sections(warmupNs: Ns, endNs: Ns): Sections {
    return { fine: this.#split(FINE, warmupNs, endNs), batches: this.#split(FINE / FINE_PER_BATCH, warmupNs, endNs) };
  }

  #split(parts: number, warmupNs: Ns, endNs: Ns): readonly (SectionFigures | null)[] {
    const widthNs = endNs / parts;
    const sections = Array.from({ length: parts }, (_, i) => (i * widthNs < warmupNs ? null : new Section()));
    for (let i = 0; i < this.#count; i++) {
      const place = Math.min(parts - 1, Math.floor(this.#publishedNs[i]! / widthNs));
      sections[place]?.note(this.#responseNs[i]!);
    }
    return sections.map((section) => section?.figures() ?? null);
  }

  #grow(): void {
    const [published, response] = [this.#publishedNs, this.#responseNs];
    this.#publishedNs = new Float64Array(published.length * 2);
    this.#responseNs = new Float64Array(published.length * 2);
    this.#publishedNs.set(published);
    this.#responseNs.set(response);
  }
}

class Section {
  #lost = 0;
  readonly #responses = new Histogram();

  note(responseNs: number): void {
    if (Number.isNaN(responseNs)) this.#lost++;
    else this.#responses.record(responseNs);
  }

  figures(): SectionFigures {
    const delivered = this.#responses.count;
    return {
      offered: delivered + this.#lost,
      delivered,
      lost: this.#lost,
      responseTime: summaryOf(this.#responses),
      distribution: distributionOf(this.#responses),
    };
  }
}
