import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs a script of this folder, waits until it has printed `ready`, and kills it (SIGKILL) at a random moment of the
 * next 320 ms. Returns what it printed; throws when it ended by itself.
 */
export async function killWhileWorking(script: string, args: readonly string[]): Promise<string> {
  const path = join(import.meta.dirname, script);
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  while (!output.includes('ready\n') && child.exitCode === null) await delay(2);
  await delay(20 + Math.random() * 300);
  child.kill('SIGKILL');
  await closed;
  if (child.signalCode !== 'SIGKILL') throw new Error(`${script} ended by itself.`);
  return output;
}
