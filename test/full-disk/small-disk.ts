import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** How a process gets file systems of its own: by its rights, or as root of a namespace of its own. */
const ways = [['--mount'], ['--mount', '--user', '--map-root-user']];

/** Arguments of `unshare` that allow mounting here; `null` where nothing does. */
export function findMountWay(): readonly string[] | null {
  const mount = ['sh', '-c', 'mount -t tmpfs -o size=1m none /mnt'];
  return ways.find((way) => spawnSync('unshare', [...way, ...mount]).status === 0) ?? null;
}

/**
 * Runs a script of this folder with an empty file system of `size` at `folder`, which only it sees, and gives the JSON
 * that it prints. It ends with the script.
 */
export async function runOnSmallDisk(
  way: readonly string[],
  size: string,
  folder: string,
  script: string,
): Promise<unknown> {
  const mount = `mount -t tmpfs -o size=${size},mode=700 none "$1" && shift && exec "$@"`;
  const args = [...way, 'sh', '-c', mount, 'sh', folder, process.execPath, `${import.meta.dirname}/${script}`, folder];
  const { stdout } = await promisify(execFile)('unshare', args);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}
