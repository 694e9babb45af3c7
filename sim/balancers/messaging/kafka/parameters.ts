/** The producer's configuration that its partitioners read, under Kafka's names in the help lines. */
import type { ParameterDeclaration } from "../../contract.ts";

type Numeric = Extract<ParameterDeclaration, { readonly default: number }>;

export const BATCH_SIZE_BYTES: Numeric = {
  type: "integer",
  min: 1,
  max: 16_777_216,
  default: 16_384,
  logarithmic: true,
  help: "batch.size: bytes after which the next partition is chosen",
};

export const LINGER_SECONDS: Numeric = {
  type: "number",
  min: 0,
  max: 60,
  default: 0.005,
  unit: "duration",
  help: "linger.ms: how long a batch waits for more records; 5 ms since 4.0, 0 before",
};
