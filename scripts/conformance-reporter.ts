import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const manifest: { readonly cases: readonly { readonly name: string; readonly valid: boolean }[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../test/conformance/manifest.json'), 'utf8'),
);

/**
 * Prints `valid N/N, invalid N/N` as the last line of a run of `test/conformance`: the cases of the manifest for which
 * at least one test ran and every test passed. Tests are matched to cases by name.
 */
// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export
export default class ConformanceReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = new Map<string, string[]>();
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        states.set(test.name, [...(states.get(test.name) ?? []), test.result().state]);
      }
    }
    const passed = (name: string) => states.get(name)?.every((state) => state === 'passed') ?? false;
    const ratio = (valid: boolean) => {
      const cases = manifest.cases.filter((each) => each.valid === valid);
      return `${cases.filter((each) => passed(each.name)).length}/${cases.length}`;
    };
    const line = `valid ${ratio(true)}, invalid ${ratio(false)}`;
    // After the other reporters have written theirs.
    process.once('exit', () => console.log(line));
  }
}
