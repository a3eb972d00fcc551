import type { Directive, DirectiveUse } from '../directive.ts';

/** Directives of the official compiler that need services Preamp does not run, each with what to use instead. */
export const unsupportedDirectives: readonly Directive[] = [
  unsupported(
    'predictions',
    /* GraphQL */ `
      directive @predictions(actions: [PredictionsActions!]!) on FIELD_DEFINITION
      enum PredictionsActions { identifyText identifyLabels convertTextToSpeech translateText }
    `,
    'Use @function with a function that calls the service.',
  ),
  unsupported(
    'sql',
    /* GraphQL */ `directive @sql(statement: String, reference: String) on FIELD_DEFINITION`,
    'Use @function with a function that runs the statement.',
  ),
  unsupported(
    'conversation',
    /* GraphQL */ `
      directive @conversation(
        aiModel: String!
        systemPrompt: String!
        auth: ConversationAuth!
        functionName: String
        handler: ConversationHandlerFunctionConfiguration
        tools: [ToolMap]
        inferenceConfiguration: ConversationInferenceConfiguration
      ) on FIELD_DEFINITION
      input ConversationAuth { strategy: ConversationAuthStrategy! provider: ConversationAuthProvider! }
      enum ConversationAuthStrategy { owner }
      enum ConversationAuthProvider { userPools }
      input ConversationHandlerFunctionConfiguration { functionName: String! eventVersion: String! }
      input ToolMap {
        name: String!
        description: String!
        queryName: String
        modelName: String
        modelOperation: ConversationToolModelOperation
      }
      enum ConversationToolModelOperation { list }
      input ConversationInferenceConfiguration { maxTokens: Int temperature: Float topP: Float }
    `,
    'Use models for the conversation and its messages, and @function for the answer.',
  ),
  unsupported(
    'generation',
    /* GraphQL */ `
      directive @generation(
        aiModel: String!
        systemPrompt: String!
        inferenceConfiguration: GenerationInferenceConfiguration
      ) on FIELD_DEFINITION
      input GenerationInferenceConfiguration { maxTokens: Int temperature: Float topP: Float }
    `,
    'Use @function with a function that calls the model.',
  ),
];

function unsupported(name: string, definition: string, instead: string): Directive {
  const refuse = ({ directive, report }: DirectiveUse) => {
    report('directive-unsupported', directive, `The directive @${name} is not supported by Preamp.`, instead);
  };
  return { name, definition, onType: refuse, onField: refuse };
}
