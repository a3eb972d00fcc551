import { randomUUID } from 'node:crypto';
import type { Functions } from '../../functions/open-functions.ts';
import type { TriggerFunctions } from '../../identity/user-pool/pool-triggers.ts';
import type { DeclaredUserPool } from '../project/declared-backend.ts';

/** The triggers of a project's user pool: functions of the project, as any other. */
export function triggerFunctions(declared: DeclaredUserPool | null, functions: Functions): TriggerFunctions {
  const triggers = declared?.triggers ?? {};
  return {
    has: (trigger) => triggers[trigger] !== undefined,
    invoke: async (trigger, event) => {
      const name = triggers[trigger] ?? '';
      const runner = functions.find(name);
      // A project may name a function whose code is elsewhere; `sandbox` has said so.
      if (runner === null) throw new Error(`the function ${name} is not part of the project`);
      return runner.call(event, randomUUID());
    },
  };
}
