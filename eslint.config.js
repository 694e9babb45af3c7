import tseslint from "typescript-eslint";

const transcendental = [
  "log",
  "log2",
  "log10",
  "log1p",
  "exp",
  "expm1",
  "pow",
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "atan2",
  "sinh",
  "cosh",
  "tanh",
  "cbrt",
  "hypot",
];

/** Bans name their replacement, so that whoever meets one knows what to write instead. */
const simBans = [
  { object: "Math", property: "random", message: "Math.random is banned in sim/: take a stream from RandomStreams." },
  ...transcendental.map((property) => ({
    object: "Math",
    property,
    message: `Math.${property} may differ between engines: use core/math.ts.`,
  })),
];

export default tseslint.config(
  { ignores: ["dist/", "node_modules/"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "max-lines-per-function": ["error", { max: 90, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    files: ["sim/**/*.ts"],
    rules: {
      "no-restricted-properties": ["error", ...simBans],
      "no-restricted-globals": [
        "error",
        { name: "Date", message: "Date is banned in sim/: simulated time comes from the event loop." },
        { name: "performance", message: "The wall clock is banned in sim/." },
        { name: "process", message: "sim/ knows no Node." },
        { name: "setTimeout", message: "sim/ has no timers but its event loop." },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='sort'][arguments.length=0]",
          message: "sort() without a comparator compares as text: give one.",
        },
        {
          selector: "ForInStatement",
          message: "for…in visits in an order that is easy to get wrong: use Object.keys(...).",
        },
        { selector: "TSEnumDeclaration", message: "enum is not erasable: use a const object or a union." },
      ],
      "no-restricted-imports": ["error", { patterns: [{ group: ["node:*"], message: "sim/ is pure." }] }],
    },
  },
  { files: ["*.config.js"], rules: { "no-restricted-exports": "off" } },
  { files: ["test/**/*.ts"], rules: { "max-lines-per-function": "off" } },
  { files: ["sim/theory/**/*.ts"], rules: { "no-restricted-properties": "off" } },
);
