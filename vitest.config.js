import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    pool: "threads",
    maxWorkers: 2,
    // A cache there can neither be read nor written: every test makes its runs itself.
    env: { EVENKEEL_CACHE: "/dev/null/cache" },
  },
});
