import type { Identity } from '../ir/identity.ts';
import type { Item } from '../ir/item.ts';
import type { CreateDecision } from './authorizer.ts';
import { explainRules } from './explain-rules.ts';
import { matchInput } from './match-role.ts';
import type { ModelAccess } from './model-access.ts';
import { providerOfMode } from './provider-of-mode.ts';

export function decideCreate(
  access: ModelAccess,
  identity: Identity,
  input: Item,
  serverFields: ReadonlySet<string>,
): CreateDecision {
  const provider = providerOfMode(identity.mode);
  const admitted = new Set<string>();
  let assign: Item = {};
  // Every role is tried, also after one that admits all: an absent owner is filled whichever rule admits the caller.
  for (const role of access.gates.create[provider]) {
    const match = matchInput(role, identity, input);
    if (match.kind === 'none') continue;
    admitted.add(role.key);
    if (match.assign !== null) assign = { ...match.assign, ...assign };
  }
  const explain = () => explainRules(access, 'create', identity, input);
  if (admitted.size === 0) return { effect: 'deny', explanation: explain() };

  const forbidden = Object.keys(input).filter((field) => {
    if (serverFields.has(field)) return false;
    const entry = access.classOf.get(field);
    return entry !== undefined && !entry.roles.create[provider].some((role) => admitted.has(role.key));
  });
  if (forbidden.length > 0) return { effect: 'denyFields', fields: forbidden, explanation: explain() };
  return { effect: 'allow', assign };
}
