import { type Command, InvalidArgumentError, Option } from 'commander';
import { typeTargets } from '../../artifacts/client-code/types-for.ts';
import { modelTargets } from '../../artifacts/client-code-files.ts';
import type { GenerateClientCodeCommand } from '../commands/generate-client-code.ts';
import { wholeNumber } from './whole-number.ts';

export interface ClientCodeFlags {
  readonly schema?: string;
  readonly out: string;
  readonly format: GenerateClientCodeCommand['format'];
  readonly statementTarget: GenerateClientCodeCommand['statementTarget'];
  readonly statementMaxDepth: number;
  readonly statementTypenameIntrospection: boolean;
  readonly typeTarget?: GenerateClientCodeCommand['typeTarget'] & string;
  readonly modelTarget: GenerateClientCodeCommand['modelTarget'];
}

/** What `ampx generate graphql-client-code` takes; what cannot be made here is refused with the way to it. */
export function addClientCodeOptions(command: Command): Command {
  command
    .option('--schema <path>', 'the data model: a file or folder (default: found as in Amplify projects)')
    .option('--out <folder>', 'where to write the files', '.')
    .addOption(
      new Option('--format <format>', 'what to write')
        .choices(['graphql-codegen', 'introspection', 'modelgen'])
        .default('graphql-codegen'),
    )
    .addOption(
      new Option('--statement-target <target>', 'language of the statements')
        .choices(['typescript', 'javascript', 'flow', 'graphql', 'angular'])
        .default('typescript'),
    )
    .option('--statement-max-depth <levels>', 'levels of objects that statements select', wholeNumber(1, 10), 2)
    .addOption(
      new Option('--statement-typename-introspection [boolean]', 'whether statements select __typename')
        .argParser(truth)
        .preset('true')
        .default(true),
    )
    .option(
      '--type-target <target>',
      `language of the types: ${typeTargets.join(', ')} (default: that of the statements, for typescript, flow and angular)`,
      oneOf(typeTargets, otherTypes),
    )
    .addOption(
      new Option('--model-target <target>', 'language of the models').choices(modelTargets).default('typescript'),
    );
  for (const [flag, description] of always) {
    command.addOption(
      new Option(`${flag} [boolean]`, `${description}: always so`).argParser(alwaysTrue).preset('true'),
    );
  }
  return command.addOption(new Option('--type-multiple-swift-files [boolean]').argParser(truth).hideHelp());
}

/** Choices of other generators that ours makes for everyone. */
const always = [
  ['--model-generate-index-rules', 'models describe their indexes'],
  ['--model-emit-auth-provider', 'models describe the providers of their rules'],
  ['--model-respect-primary-key-attributes-on-connection-field', 'relations follow custom primary keys'],
  ['--model-generate-models-for-lazy-load-and-custom-selection-set', 'relations of models load when asked'],
  ['--model-add-timestamp-fields', 'models have createdAt and updatedAt'],
  ['--model-handle-list-nullability-transparently', 'lists and their elements are nullable as in the data model'],
] as const;

const otherTypes: Readonly<Record<string, string>> = {
  swift: 'Use the models of Amplify Swift: --format modelgen --model-target swift.',
  scala: 'Read the description in JSON (--type-target json) instead.',
};

function oneOf(made: readonly string[], others: Readonly<Record<string, string>>): (text: string) => string {
  return (text) => {
    if (made.includes(text)) return text;
    throw new InvalidArgumentError(others[text] ?? `Allowed choices are ${made.join(', ')}.`);
  };
}

function truth(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new InvalidArgumentError('It must be true or false.');
}

function alwaysTrue(text: string): true {
  if (truth(text)) return true;
  throw new InvalidArgumentError('It cannot be switched off.');
}
