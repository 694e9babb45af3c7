#!/usr/bin/env node
/** The program `evenkeel`: this process's arguments and streams, handed to the command line. */
import { runCommandLine } from "./program.ts";
import { processSurroundings } from "./surroundings.ts";

// The exit code is set and not forced, so that what is still on its way to a pipe arrives.
const code = await runCommandLine(process.argv.slice(2), processSurroundings());
process.exitCode ||= code;
