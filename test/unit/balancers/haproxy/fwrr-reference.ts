/** `lb_fwrr.c` told a second time, with sorted lists for trees: what `FairRotation` is compared with. */
const NOWHERE = -1;

interface Server {
  readonly id: number;
  weight: number;
  tree: Server[] | null;
  key: number;
  npos: number;
  lpos: number;
  rweight: number;
  isFull: boolean;
}

export class FwrrReference {
  readonly servers: Server[];
  readonly #curr: Server[] = [];
  #init: Server[] = [];
  #next: Server[] = [];
  #currWeight = 0;
  #nextWeight = 0;
  #currPos = 0;

  constructor(weights: readonly number[]) {
    const blank = { tree: null, key: 0, npos: 0, lpos: 0, rweight: 0, isFull: false };
    this.servers = weights.map((weight, id) => ({ ...blank, id, weight: 16 * weight }));
    for (const server of this.servers) {
      this.#byWeight(this.#init, server);
      this.#nextWeight += server.weight;
    }
    this.#currWeight = this.#currPos = this.#nextWeight;
  }

  down(id: number): void {
    const server = this.servers[id]!;
    this.#nextWeight -= server.weight;
    this.#take(server);
    server.tree = null;
  }

  up(id: number): void {
    const server = this.servers[id]!;
    this.#nextWeight += server.weight;
    const rest = this.#nextWeight + this.#currWeight - this.#currPos;
    server.npos = this.#currPos + Math.trunc(rest / server.weight);
    this.#queue(server);
  }

  reweigh(id: number, weight: number): void {
    const server = this.servers[id]!;
    this.#nextWeight += weight - server.weight;
    server.weight = weight;
    if (server.tree === this.#init) {
      this.#take(server);
      return this.#byWeight(this.#init, server);
    }
    if (server.tree === this.#next) server.npos += this.#currWeight;
    const before = server.npos;
    const step = Math.floor(this.#nextWeight / weight);
    server.npos = server.lpos + step;
    server.rweight = 0;
    if (server.npos > before) server.npos = before;
    if (server.npos < this.#currPos + 2) server.npos = this.#currPos + step;
    this.#take(server);
    this.#queue(server);
  }

  pick(avoid: number): number {
    let switched = false;
    let avoided: Server | null = null;
    let chosen: Server | null = null;
    const aside: Server[] = [];
    while (chosen === null) {
      if (this.#currWeight === 0) this.#currPos = this.#currWeight = this.#nextWeight;
      let server = this.#first();
      if (server === null && !switched) {
        switched = true;
        [this.#init, this.#next] = [this.#next, this.#init];
        this.#currPos = this.#currWeight = this.#nextWeight;
        server = this.#first();
      }
      server ??= avoided;
      if (server === null) break;
      this.#move(server);
      if (!server.isFull && (server.id !== avoid || avoided !== null)) chosen = server;
      else {
        if (!server.isFull) avoided = server;
        aside.unshift(server);
      }
    }
    if (chosen !== null) this.#queue(chosen);
    for (const server of aside.filter((one) => one !== chosen)) {
      if (switched) this.#byWeight(this.#init, server);
      else this.#queue(server);
    }
    return chosen?.id ?? NOWHERE;
  }

  #first(): Server | null {
    const first = this.#curr[0] ?? null;
    const fresh = this.#init[0];
    if ((first !== null && first.npos <= this.#currPos) || fresh === undefined) return first;
    fresh.npos = fresh.rweight = 0;
    return fresh;
  }

  #move(server: Server): void {
    if (server.npos === 0) server.npos = this.#currPos;
    server.lpos = server.npos;
    server.npos += Math.floor(this.#nextWeight / server.weight);
    server.rweight += this.#nextWeight % server.weight;
    if (server.rweight >= server.weight) {
      server.rweight -= server.weight;
      server.npos++;
    }
    this.#take(server);
    this.#currPos++;
  }

  #queue(server: Server): void {
    if (server.npos >= 2 * this.#currWeight || server.npos >= this.#currWeight + this.#nextWeight) {
      server.npos -= this.#currWeight;
      return this.#byWeight(this.#next, server);
    }
    this.#insert(this.#curr, server, 256 * server.npos + Math.floor((4096 + server.rweight - server.weight) / 16));
  }

  #byWeight(tree: Server[], server: Server): void {
    this.#insert(tree, server, 4096 - server.weight);
  }

  #insert(tree: Server[], server: Server, key: number): void {
    const place = tree.findIndex((other) => other.key > key);
    tree.splice(place < 0 ? tree.length : place, 0, server);
    server.tree = tree;
    server.key = key;
  }

  #take(server: Server): void {
    const place = server.tree?.indexOf(server) ?? -1;
    if (place >= 0) server.tree!.splice(place, 1);
  }
}
