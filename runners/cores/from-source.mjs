/** The module of a thread where nothing was built, as in tests on the sources: a thread has no loader for them of itself. */
import { workerData } from "node:worker_threads";
import { createJiti } from "jiti";

const { perform } = await createJiti(import.meta.url).import(workerData.module);
export { perform };
