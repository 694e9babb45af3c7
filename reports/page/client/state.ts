/// <reference lib="dom" />
/** What the reader has chosen: which balancers are hidden, which one is lit up, which theme. All charts follow it. */

export type ThemeChoice = "light" | "dark";

export class ReaderState {
  readonly hidden: Set<number> = new Set();
  /** The balancer lit up in every chart, by place; −1 for none. */
  picked = -1;
  theme: ThemeChoice;
  readonly #followers: (() => void)[] = [];
  #told = false;

  constructor(theme: ThemeChoice) {
    this.theme = theme;
  }

  follow(follower: () => void): void {
    this.#followers.push(follower);
  }

  show(balancer: number, shown: boolean): void {
    if (shown) this.hidden.delete(balancer);
    else this.hidden.add(balancer);
    this.#tell();
  }

  pick(balancer: number): void {
    if (this.picked === balancer) return;
    this.picked = balancer;
    this.#tell();
  }

  changeTheme(theme: ThemeChoice): void {
    this.theme = theme;
    this.#tell();
  }

  /** Once per frame however much changes within it: hiding twenty balancers draws every chart once. */
  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    requestAnimationFrame(() => {
      this.#told = false;
      for (const follower of this.#followers) follower();
    });
  }
}
