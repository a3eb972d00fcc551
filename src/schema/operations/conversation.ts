import type { ConversationAllowRules } from '../authorization/allow.ts';
import { collectRules } from '../authorization/collect-rules.ts';
import { callSiteOf } from '../call-site.ts';
import type { ConversationDefinition, GenerationInput } from '../definition.ts';
import type { Once } from '../once.ts';
import type { kind } from '../phantom.ts';
import type { DataTool } from './ai.ts';

export interface ConversationInput extends GenerationInput {
  readonly tools?: readonly DataTool[];
  readonly handler?: object;
}

/** A chat with a model. It needs owner rules. */
export interface ConversationType<Used extends string = never> {
  readonly [kind]: 'conversation';
  readonly data: ConversationDefinition;
  readonly authorization: Once<
    Used,
    'authorization',
    (callback: (allow: ConversationAllowRules) => unknown) => ConversationType<Used | 'authorization'>
  >;
}

class ConversationBuilder {
  readonly data: ConversationDefinition;

  constructor(data: ConversationDefinition) {
    this.data = data;
  }

  authorization(callback: (allow: ConversationAllowRules) => unknown): this {
    this.data.rules = collectRules(callback);
    return this;
  }
}

/** `a.conversation({ aiModel, systemPrompt })`. */
export function conversation(input: ConversationInput): ConversationType {
  const data: ConversationDefinition = { kind: 'conversation', input, rules: [], site: callSiteOf(conversation) };
  return new ConversationBuilder(data) as unknown as ConversationType;
}
