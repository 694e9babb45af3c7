import { describe, expect, test } from "vitest";
import {
  defineBalancer,
  resolveParameters,
  type Balancer,
  type ParameterDeclaration,
  type ParameterDeclarations,
} from "../../../sim/index.ts";
import { withDefaults } from "../../../sim/balancers/define.ts";

const create = (): Balancer => ({ pick: () => 0 });
const integer: ParameterDeclaration = { type: "integer", min: 1, max: 9, default: 2, help: "how many" };
const seconds: ParameterDeclaration = {
  type: "number",
  unit: "duration",
  min: 0,
  max: 60,
  default: 1.5,
  help: "how long",
};
const flag: ParameterDeclaration = { type: "boolean", default: false, help: "whether" };
const choice: ParameterDeclaration = { type: "choice", choices: ["left", "right"], default: "left", help: "where" };

describe("defineBalancer", () => {
  test("fills in what a short definition leaves out", () => {
    const definition = defineBalancer("mine", create);
    expect(definition.name).toBe("mine");
    expect(definition.about).toEqual({
      summary: "",
      how: "",
      source: "",
      fails: "",
      parameters: {},
      truth: false,
      withoutNode: "wait",
      withoutQueue: "",
    });
    expect(definition.create).toBe(create);
  });

  test("keeps what is given", () => {
    const definition = defineBalancer("mine", { summary: "does it", truth: true, parameters: { flag } }, create);
    expect(definition.about).toMatchObject({ summary: "does it", truth: true, parameters: { flag }, fails: "" });
  });

  test("the parameters' types come from the declaration", () => {
    defineBalancer(
      "typed",
      {
        parameters: {
          count: { type: "integer", min: 0, max: 1, default: 0, help: "a number" },
          flag: { type: "boolean", default: true, help: "a boolean" },
          side: { type: "choice", choices: ["left", "right"], default: "left", help: "a union of two words" },
        },
      },
      ({ parameters }) => {
        const count: number = parameters.count;
        const on: boolean = parameters.flag;
        const side: "left" | "right" = parameters.side;
        // @ts-expect-error: there is no such parameter.
        const none: unknown = parameters.none;
        return { pick: () => (on && side === "left" && none === undefined ? count : 0) };
      },
    );
  });

  test.each(["Mine", "my_own", "2nd", "", "a--b", "a-", "with space"])("refuses the name %j", (name) => {
    expect(() => defineBalancer(name, create)).toThrow(
      `balancer ${JSON.stringify(name)}: name: expected lower-case words joined by hyphens, such as best-of-three, got ${JSON.stringify(name)}`,
    );
  });

  test("refuses what is no function", () => {
    expect(() => defineBalancer("mine", {}, undefined as never)).toThrow(
      'balancer "mine": create: expected a function, got undefined',
    );
    expect(() => defineBalancer("mine", null as never, create)).toThrow("about: expected an object, got null");
  });

  const faults: readonly (readonly [string, ParameterDeclarations, string])[] = [
    ["a name in another case", { "my-count": integer }, "expected a name in camel case"],
    ["no help", { count: { ...integer, help: "" } }, "expected one line of help"],
    ["two lines of help", { count: { ...integer, help: "a\nb" } }, "expected one line of help"],
    ["a default out of range", { count: { ...integer, default: 10 } }, "expected a whole number from 1 to 9, got 10"],
    [
      "a fraction for an integer",
      { count: { ...integer, default: 2.5 } },
      "expected a whole number from 1 to 9, got 2.5",
    ],
    [
      "an empty range",
      { count: { ...integer, min: 5, max: 4 } },
      "expected a finite min of at most a finite max, got 5 and 4",
    ],
    ["an endless range", { count: { ...integer, max: Infinity } }, "expected a finite min of at most a finite max"],
    [
      "a logarithmic range from 0",
      { time: { ...seconds, logarithmic: true } },
      "expected a min above 0 on a logarithmic",
    ],
    ["a default that is no choice", { side: { ...choice, default: "up" } }, 'expected one of left, right, got "up"'],
    ["a choice of one", { side: { ...choice, choices: ["left"] } }, "expected at least two different choices"],
    ["a choice twice", { side: { ...choice, choices: ["left", "left"] } }, "expected at least two different choices"],
    ["a flag that is text", { flag: { ...flag, default: "yes" } as never }, 'expected true or false, got "yes"'],
    ["another type", { text: { type: "string" } as never }, "expected one line of help"],
    ["another type with help", { text: { type: "string", help: "?" } as never }, 'boolean or choice, got "string"'],
  ];
  test.each(faults)("refuses %s", (_, parameters, message) => {
    const [name] = Object.keys(parameters);
    expect(() => defineBalancer("mine", { parameters }, create)).toThrow(`balancer "mine": parameters.${name}: `);
    expect(() => defineBalancer("mine", { parameters }, create)).toThrow(message);
  });
});

describe("resolveParameters", () => {
  const definition = defineBalancer("mine", { parameters: { integer, seconds, flag, choice } }, create);

  test("nothing written: the defaults", () => {
    expect(resolveParameters(definition, {})).toEqual({
      values: { integer: 2, seconds: 1.5, flag: false, choice: "left" },
      problems: [],
    });
  });

  test("what is written and allowed", () => {
    const written = { integer: 9, seconds: 0, flag: true, choice: "right" };
    expect(resolveParameters(definition, written)).toEqual({ values: written, problems: [] });
  });

  test.each([
    ["integer", 0, "expected a whole number from 1 to 9, got 0"],
    ["integer", 2.5, "expected a whole number from 1 to 9, got 2.5"],
    ["integer", "3", 'expected a whole number from 1 to 9, got "3"'],
    ["integer", NaN, "expected a whole number from 1 to 9, got NaN"],
    ["seconds", 61, "expected a number from 0 to 60 (in seconds), got 61"],
    ["flag", 1, "expected true or false, got 1"],
    ["choice", "up", 'expected one of left, right, got "up"'],
    ["choice", null, "expected one of left, right, got null"],
    ["chioce", "left", 'expected one of integer, seconds, flag, choice, got "chioce"'],
    ["toString", "left", 'expected one of integer, seconds, flag, choice, got "toString"'],
  ])("%s: %j is a problem, and the default stands", (parameter, value, message) => {
    const { values, problems } = resolveParameters(definition, { [parameter]: value });
    expect(problems).toEqual([{ parameter, message }]);
    expect(values).toEqual({ integer: 2, seconds: 1.5, flag: false, choice: "left" });
  });

  test("a balancer without parameters says so", () => {
    expect(resolveParameters(defineBalancer("plain", create), { x: 1 }).problems).toEqual([
      { parameter: "x", message: 'expected no parameters, got "x"' },
    ]);
  });
});

describe("withDefaults", () => {
  const definition = defineBalancer("mine", { summary: "does it", parameters: { integer, flag } }, create);

  test("changes the defaults and nothing else", () => {
    const other = withDefaults(definition, "other", { integer: 5 });
    expect(other.name).toBe("other");
    expect(other.create).toBe(create);
    expect(other.about).toEqual({ ...definition.about, parameters: { integer: { ...integer, default: 5 }, flag } });
    expect(definition.about.parameters["integer"]!.default).toBe(2);
  });

  test("refuses a default that is not allowed", () => {
    expect(() => withDefaults(definition, "other", { integer: 50 })).toThrow(
      'balancer "other": integer: expected a whole number from 1 to 9, got 50',
    );
  });
});
