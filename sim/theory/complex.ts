/** Just enough complex arithmetic to invert a Laplace transform. */

/** re + i im. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

export function complex(re: number, im = 0): Complex {
  return { re, im };
}

export function add(a: Complex, b: Complex): Complex {
  return { re: a.re + b.re, im: a.im + b.im };
}

export function subtract(a: Complex, b: Complex): Complex {
  return { re: a.re - b.re, im: a.im - b.im };
}

export function multiply(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

export function divide(a: Complex, b: Complex): Complex {
  const size = b.re * b.re + b.im * b.im;
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
}

export function scale(a: Complex, factor: number): Complex {
  return { re: a.re * factor, im: a.im * factor };
}

/** The principal value of a^exponent, for a real exponent. */
export function power(a: Complex, exponent: number): Complex {
  const size = Math.hypot(a.re, a.im) ** exponent;
  const angle = Math.atan2(a.im, a.re) * exponent;
  return { re: size * Math.cos(angle), im: size * Math.sin(angle) };
}
