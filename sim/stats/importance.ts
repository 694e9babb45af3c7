/**
 * Which parameters matter: the share of the variance that each explains, alone and with others, in a polynomial fitted to
 * what was tried. Models: Sobol's indices (1993) read off a polynomial chaos expansion (Sudret, Global sensitivity analysis
 * using polynomial chaos expansions, 2008), as functional ANOVA does for tuning (Hutter, Hoos & Leyton-Brown 2014); ridge
 * regression with the penalty that predicts left-out points best (Allen's PRESS, 1974).
 */
import { choleskySolver } from "./cholesky.ts";
import { meanOf, varianceOf } from "./sample.ts";
import { requireCount } from "./check.ts";

export interface ParameterImportance {
  /** The fraction of the fitted variance that the parameter explains alone. */
  readonly main: number;
  /** The same with all its interactions: these overlap, and may add up to more than 1. */
  readonly total: number;
}

export interface Importance {
  /** One for each dimension of the points. */
  readonly parameters: readonly ParameterImportance[];
  /**
   * The fraction of the variance of left-out points that the polynomial predicts: below about 0.5, noise or a shape that
   * no polynomial of this degree has make the shares above doubtful; at most 0, there is nothing to explain.
   */
  readonly predicted: number;
}

/** One term: a product of Legendre polynomials, given by the axes it moves with and their degrees. */
interface Term {
  readonly axes: readonly number[];
  readonly degrees: readonly number[];
}

const PENALTIES = [1e-6, 1e-4, 1e-2, 0.1, 1];
/** Interactions are fitted only where there are this many points for each term: they are many. */
const POINTS_PER_TERM = 2;

/**
 * Of `values[i]` at `points[i]` in [0, 1]^n, which need not be evenly spread. At least n + 3 points. Give logarithms or
 * ranks of values that differ by orders of magnitude. Without any fitted variance all shares are 0.
 */
export function importanceOf(points: readonly (readonly number[])[], values: readonly number[]): Importance {
  const dimensions = points[0]?.length ?? 0;
  requireCount("importanceOf", points.length, dimensions + 3);
  if (points.length !== values.length)
    throw new RangeError(`importanceOf: expected a value for each of ${points.length} points, got ${values.length}`);
  const none = { parameters: Array.from({ length: dimensions }, () => ({ main: 0, total: 0 })), predicted: 0 };
  const spread = varianceOf(values) * (values.length - 1);
  if (spread === 0) return none;
  const terms = termsFor(dimensions, points.length);
  const rows = points.map((point) => [1, ...terms.map((term) => termAt(term, point))]);
  const centre = meanOf(values);
  const centred = values.map((value) => value - centre);
  const fits = PENALTIES.map((penalty) => ridge(rows, centred, penalty * points.length));
  const best = fits.reduce((a, b) => (b.press < a.press ? b : a));
  return { parameters: sharesOf(terms, best.coefficients.slice(1), dimensions), predicted: 1 - best.press / spread };
}

function termsFor(dimensions: number, points: number): Term[] {
  const axes = Array.from({ length: dimensions }, (_, axis) => axis);
  const linear = axes.map((axis) => ({ axes: [axis], degrees: [1] }));
  const curved = axes.map((axis) => ({ axes: [axis], degrees: [2] }));
  const pairs = axes.flatMap((a) => axes.slice(a + 1).map((b) => ({ axes: [a, b], degrees: [1, 1] })));
  const enough = (terms: readonly Term[]): boolean => points >= POINTS_PER_TERM * (terms.length + 1);
  const [alone, all] = [
    [...linear, ...curved],
    [...linear, ...curved, ...pairs],
  ];
  return enough(all) ? all : enough(alone) ? alone : linear;
}

/** Legendre polynomials of variance 1 on [0, 1], so that a squared coefficient is a variance. */
function legendre(degree: number, x: number): number {
  const z = 2 * x - 1;
  return degree === 1 ? Math.sqrt(3) * z : (Math.sqrt(5) * (3 * z * z - 1)) / 2;
}

function termAt({ axes, degrees }: Term, point: readonly number[]): number {
  return axes.reduce((product, axis, i) => product * legendre(degrees[i]!, point[axis]!), 1);
}

interface Fit {
  readonly coefficients: readonly number[];
  /** The sum of squared errors at each point, were it left out. */
  readonly press: number;
}

function ridge(rows: readonly (readonly number[])[], values: readonly number[], penalty: number): Fit {
  const columns = rows[0]!.map((_, j) => j);
  const normal = columns.map((i) =>
    columns.map((j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0) + (i === j && i > 0 ? penalty : 0)),
  );
  const solve = choleskySolver(normal);
  const coefficients = solve(columns.map((j) => rows.reduce((sum, row, i) => sum + row[j]! * values[i]!, 0)));
  const press = rows.reduce((sum, row, i) => {
    // The error at a point left out follows from the whole fit and the point's leverage.
    const error = values[i]! - product(row, coefficients);
    return sum + (error / Math.max(1e-9, 1 - product(row, solve(row)))) ** 2;
  }, 0);
  return { coefficients, press };
}

function sharesOf(terms: readonly Term[], coefficients: readonly number[], dimensions: number): ParameterImportance[] {
  const total = product(coefficients, coefficients);
  const share = (belongs: (term: Term) => boolean): number =>
    total === 0 ? 0 : terms.reduce((sum, term, i) => sum + (belongs(term) ? coefficients[i]! ** 2 : 0), 0) / total;
  return Array.from({ length: dimensions }, (_, axis) => ({
    main: share(({ axes }) => axes.length === 1 && axes[0] === axis),
    total: share(({ axes }) => axes.includes(axis)),
  }));
}

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}
