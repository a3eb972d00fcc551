/**
 * Time from SDL to a data model, and from there to the executable API, for schemas of growing size. Prints one line a
 * size: milliseconds, milliseconds a model, and that figure against the smallest size; 1.0 throughout is linear.
 *
 * Usage: node bench/compile.ts [models…]
 */
import { performance } from 'node:perf_hooks';
import { buildApi } from '../src/api/build-api.ts';
import { compile } from '../src/compiler/compile.ts';
import { schemaOfModels } from './schema-of-models.ts';

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [50, 100, 200, 500, 1000];
const rounds = 5;

interface Timing {
  readonly compile: number;
  readonly build: number;
}

function measure(text: string): Timing {
  const start = performance.now();
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text }]);
  if (model === null) throw new Error(`The schema does not compile: ${diagnostics[0]?.message}`);
  const compiled = performance.now();
  buildApi(model);
  return { compile: compiled - start, build: performance.now() - compiled };
}

/** The fastest of some rounds: what the work takes, without what else the machine does. */
function best(text: string): Timing {
  const timings = Array.from({ length: rounds }, () => measure(text));
  return {
    compile: Math.min(...timings.map((timing) => timing.compile)),
    build: Math.min(...timings.map((timing) => timing.build)),
  };
}

const cold = measure(schemaOfModels(500));
console.log(`500 models, first run of the process: ${cold.compile.toFixed(0)} ms, build ${cold.build.toFixed(0)} ms`);
console.log('models  compile ms  per model   vs first    build ms  per model   vs first');
let first: Timing | null = null;
for (const size of sizes) {
  const timing = best(schemaOfModels(size));
  const each = { compile: timing.compile / size, build: timing.build / size };
  first ??= each;
  const columns = [
    timing.compile,
    each.compile,
    each.compile / first.compile,
    timing.build,
    each.build,
    each.build / first.build,
  ];
  console.log(String(size).padStart(6) + columns.map((value) => value.toFixed(3).padStart(11)).join(''));
}
