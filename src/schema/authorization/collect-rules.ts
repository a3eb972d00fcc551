import type { Defined, RuleDefinition } from '../definition.ts';
import { allow, type SchemaAllowRules } from './allow.ts';

/** Runs an `authorization` callback, which gives one rule or a list of them. */
export function collectRules(callback: (allow: SchemaAllowRules) => unknown): readonly RuleDefinition[] {
  const rules = callback(allow) as Defined<RuleDefinition> | readonly Defined<RuleDefinition>[];
  return (Array.isArray(rules) ? rules : [rules]).map((rule: Defined<RuleDefinition>) => rule.data);
}
