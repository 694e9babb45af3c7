/** The one file of seedrandom that is used: its `alea` generator, with the state that the digest reads. */
declare module "seedrandom/lib/alea.js" {
  export interface AleaState {
    readonly c: number;
    readonly s0: number;
    readonly s1: number;
    readonly s2: number;
  }
  export interface Alea {
    (): number;
    int32(): number;
    double(): number;
    state(): AleaState;
  }
  function alea(seed: string, options: { state: true }): Alea;
  export { alea as default };
}
