import { claimsInTokens } from './claims-in-tokens.ts';
import { distinctIndexes } from './distinct-indexes.ts';
import { distinctRoles } from './distinct-roles.ts';
import { distinctRootFields } from './distinct-root-fields.ts';
import { distinctTables } from './distinct-tables.ts';
import { freeTypeNames } from './free-type-names.ts';
import { handledOperations } from './handled-operations.ts';
import { indexLimit } from './index-limit.ts';
import { knownMutations } from './known-mutations.ts';
import { ownerNotInSortKey } from './owner-not-in-sort-key.ts';
import { readableRequiredFields } from './readable-required-fields.ts';
import { relatedModels } from './related-models.ts';
import type { Rule } from './rule.ts';
import { ruleFields } from './rule-fields.ts';
import { someQuery } from './some-query.ts';
import { storableTypes } from './storable-types.ts';
import { storedKeys } from './stored-keys.ts';
import { timestampTypes } from './timestamp-types.ts';
import { validNames } from './valid-names.ts';

/** Every check of a whole data model; what one directive alone shows is checked where the directive is read. */
export const rules: readonly Rule[] = [
  validNames,
  freeTypeNames,
  storedKeys,
  storableTypes,
  distinctTables,
  distinctIndexes,
  distinctRootFields,
  distinctRoles,
  ownerNotInSortKey,
  readableRequiredFields,
  knownMutations,
  relatedModels,
  handledOperations,
  indexLimit,
  claimsInTokens,
  ruleFields,
  timestampTypes,
  someQuery,
];
