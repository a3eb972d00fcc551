import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Files of the modules that a command loads, in a process of its own. */
export function loadedModules(folder: string, ...args: readonly string[]): readonly string[] {
  const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
  // Hooks see every module there is, CommonJS ones too. The list comes last, behind what the command prints.
  const code = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    const { main } = await import(${JSON.stringify(main)});
    await main(${JSON.stringify(args)});
    console.log('\\n' + JSON.stringify(loaded));
  `;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, encoding: 'utf8' });
  return JSON.parse(out.trimEnd().split('\n').at(-1)!);
}
