import type { CodeDelivery } from '../../identity/user-pool/code-delivery.ts';

/** Brings a code to its user, or throws where that is not possible. */
export type DeliverCode = (delivery: CodeDelivery) => void | Promise<void>;
