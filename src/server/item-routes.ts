import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { PreampError } from '../diagnostics/preamp-error.ts';
import type { Backend } from '../runtime/backend.ts';

/** Where commands of this machine bring items to the server that has the data. */
export const itemsPath = '/_preamp/items';

/** Bytes of a request: more than any batch that a command sends. */
const bodyLimit = 64 * 1024 * 1024;

const bodySchema = v.object({ model: v.string(), items: v.array(v.record(v.string(), v.unknown())) });

/**
 * `POST /_preamp/items` stores items as they are, past rules and validations, for whoever knows the token, which stands
 * in the data folder. Subscribers hear of each. Without the token the route answers as if it were not there.
 */
export function addItemRoutes(app: FastifyInstance, backend: Backend, token: string): void {
  const expected = digest(`Bearer ${token}`);
  app.post(
    itemsPath,
    {
      bodyLimit,
      // Before the body is read.
      onRequest: async (request, reply) => {
        if (timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return;
        return reply.callNotFound();
      },
    },
    async (request, reply) => {
      const body = v.safeParse(bodySchema, request.body);
      if (!body.success) return reply.code(400).send({ message: 'The body must be { model, items }.' });
      try {
        await backend.putItems(body.output.model, body.output.items);
        return {};
      } catch (error) {
        if (!(error instanceof PreampError)) throw error;
        return reply.code(409).send({ code: error.code, message: error.message, hint: error.hint });
      }
    },
  );
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
