import { basename, dirname, extname, isAbsolute, resolve } from 'node:path';
import { type CallSite, callSiteOf, locationOfCallSite } from '../call-site.ts';
import type { CloudMember } from './cloud-member.ts';
import { collect } from './collect-backend.ts';
import { checkResourceName, DefineError } from './define-error.ts';
import { type Resource, resource } from './resource.ts';
import type { Secret } from './secret.ts';

export interface FunctionProps {
  /** Letters, digits, `-`, `_` and spaces, a letter first. The name of the entry, or of its folder, by default. */
  readonly name?: string;
  /** Relative to the file of the call. `./handler.ts` by default. */
  readonly entry?: string;
  /** 1 to 900; 3 by default. */
  readonly timeoutSeconds?: number;
  /** 128 to 10240; 512 by default. */
  readonly memoryMB?: number;
  /** 512 to 10240; without effect here. */
  readonly ephemeralStorageSizeMB?: number;
  readonly environment?: Readonly<Record<string, string | Secret>>;
  /** Major version of Node in the cloud; without effect here. */
  readonly runtime?: 16 | 18 | 20 | 22 | 24;
  readonly architecture?: 'x86_64' | 'arm64';
  readonly schedule?: FunctionSchedule | readonly FunctionSchedule[];
  readonly layers?: Readonly<Record<string, string>>;
  readonly bundling?: { readonly minify?: boolean };
  readonly resourceGroupName?: string;
  readonly logging?: { readonly format?: 'json' | 'text'; readonly level?: string; readonly retention?: string };
  readonly durableConfig?: { readonly executionTimeoutSeconds: number; readonly retentionPeriodDays?: number };
}

export type FunctionSchedule =
  | string
  | { readonly rate: string; readonly timezone?: string; readonly description?: string }
  | { readonly cron: string; readonly timezone?: string; readonly description?: string };

/** A function with every default filled in. */
export interface FunctionDefinition {
  readonly kind: 'functionResource';
  readonly name: string;
  /** Absolute path; `null` for a function that is made in the cloud by other means. */
  readonly entry: string | null;
  readonly timeoutSeconds: number;
  readonly memoryMB: number;
  /** `backend.<name>.addEnvironment` writes here. */
  readonly environment: Record<string, string | Secret>;
  readonly site: CallSite;
}

/** A function of the cloud account that no file here holds: `defineFunction((scope) => new Function(...))`. */
export type FunctionProvider = (scope: CloudMember) => unknown;

/** `defineFunction({ entry: './handler.ts' })`. */
export function defineFunction(
  props: FunctionProps | FunctionProvider = {},
  _options?: { readonly resourceGroupName?: string },
): Resource<FunctionDefinition> {
  const site = callSiteOf(defineFunction);
  const folder = folderOf(site);
  if (typeof props === 'function') {
    const name = folder === null ? 'function' : basename(folder);
    return collect(resource({ ...defaults, kind: 'functionResource', name, entry: null, environment: {}, site }), null);
  }
  check(props);
  const entry = props.entry ?? './handler.ts';
  const made: FunctionDefinition = {
    kind: 'functionResource',
    name: props.name ?? defaultName(props.entry, folder),
    entry: isAbsolute(entry) ? entry : folder === null ? null : resolve(folder, entry),
    timeoutSeconds: props.timeoutSeconds ?? defaults.timeoutSeconds,
    memoryMB: props.memoryMB ?? defaults.memoryMB,
    environment: { ...props.environment },
    site,
  };
  return collect(resource(made), null);
}

/** Lambda's own defaults, which Amplify keeps. */
const defaults = { timeoutSeconds: 3, memoryMB: 512 };

function folderOf(site: CallSite): string | null {
  const location = locationOfCallSite(site);
  return location === null ? null : dirname(location.file);
}

function defaultName(entry: string | undefined, folder: string | null): string {
  if (entry !== undefined) return basename(entry, extname(entry));
  return folder === null ? 'handler' : basename(folder);
}

const runtimes: readonly number[] = [16, 18, 20, 22, 24];

function check(props: FunctionProps): void {
  checkResourceName(props.name);
  const { timeoutSeconds = 3, memoryMB = 512, ephemeralStorageSizeMB = 512, runtime = 22 } = props;
  if (!isWithin(timeoutSeconds, 1, 900)) {
    throw invalid(
      `Invalid function timeout of ${timeoutSeconds}`,
      'timeoutSeconds must be a whole number from 1 to 900.',
    );
  }
  if (!isWithin(memoryMB, 128, 10240)) {
    throw invalid(`Invalid function memoryMB of ${memoryMB}`, 'memoryMB must be a whole number from 128 to 10240.');
  }
  if (!isWithin(ephemeralStorageSizeMB, 512, 10240)) {
    throw invalid(
      `Invalid function ephemeralStorageSizeMB of ${ephemeralStorageSizeMB}`,
      'ephemeralStorageSizeMB must be a whole number from 512 to 10240.',
    );
  }
  if (!runtimes.includes(runtime)) {
    throw invalid(`Invalid function runtime of ${runtime}`, `runtime must be one of ${runtimes.join(', ')}.`);
  }
  const keys = Object.keys(props.environment ?? {}).filter((key) => !/^[a-zA-Z]([a-zA-Z0-9_])+$/.test(key));
  if (keys.length > 0) {
    throw invalid(
      `Invalid function environment key(s): ${keys.join(', ')}`,
      'Environment keys begin with a letter and hold letters, digits and underscores.',
    );
  }
  const schedules = Array.isArray(props.schedule) ? props.schedule : [props.schedule ?? []].flat();
  for (const schedule of schedules as readonly FunctionSchedule[]) checkSchedule(schedule, timeoutSeconds);
}

function checkSchedule(schedule: FunctionSchedule, timeoutSeconds: number): void {
  const text = typeof schedule === 'string' ? schedule : 'rate' in schedule ? schedule.rate : schedule.cron;
  const rate = /^every (\S+?)([mh])$/.exec(text);
  if (rate !== null) {
    const amount = Number(rate[1]);
    if (!Number.isInteger(amount) || amount <= 0) {
      throw invalid('Function schedule rate must be set with a positive whole number', `It is '${text}'.`);
    }
    if (amount * (rate[2] === 'm' ? 60 : 3600) < timeoutSeconds) {
      throw invalid(
        `Function schedule rate must be greater than the function timeout of ${timeoutSeconds} seconds`,
        `It is '${text}'.`,
      );
    }
    return;
  }
  if (text.startsWith('every ')) return;
  const [, , dayOfMonth, , dayOfWeek] = text.trim().split(/\s+/);
  if (isDay(dayOfMonth) && isDay(dayOfWeek)) {
    throw invalid(
      'Cron expressions cannot have both day-of-month and day-of-week defined, you must use a ? in one of the fields',
      `It is '${text}'.`,
    );
  }
}

function isDay(part: string | undefined): boolean {
  return part !== undefined && part !== '?' && part !== '*';
}

function isWithin(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

function invalid(message: string, hint: string): DefineError {
  return new DefineError('InvalidFunctionError', message, hint);
}
