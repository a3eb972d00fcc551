import type { Log } from '../../diagnostics/log.ts';
import type { Bus } from '../../realtime/bus.ts';
import { createRedisBus } from '../../realtime/redis-bus.ts';
import type { PreampConfig } from '../config/config-schema.ts';

/** The bus between nodes; `null` where the configuration names none. Rejects where Redis does not answer. */
export async function openBus({ realtime }: PreampConfig, log: Log): Promise<Bus | null> {
  if (realtime?.redis === undefined) return null;
  const { redis: url, stream } = realtime;
  return createRedisBus({ url, log, ...(stream === undefined ? {} : { stream }) });
}
