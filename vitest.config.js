import { defineConfig } from "vitest/config";

const shared = {
  testTimeout: 60_000,
  pool: "threads",
  // A cache there can neither be read nor written: every test makes its runs itself.
  env: { EVENKEEL_CACHE: "/dev/null/cache" },
};

/** Short tests, all but those of commands and threads. Loading what they test took most of their time until they shared it. */
const UNITS = "test/unit/!(cli|runners)/**/*.test.ts";

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      // Each file by itself: V8 compiles the engine for what it has seen in a thread, and long runs feel it.
      { test: { ...shared, name: "runs", include: ["test/**/*.test.ts"], exclude: [UNITS] } },
      { test: { ...shared, name: "units", include: [UNITS], isolate: false } },
    ],
  },
});
