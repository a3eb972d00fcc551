import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addClientCodeOptions, type ClientCodeFlags } from './client-code-options.ts';

function parse(...flags: readonly string[]): ClientCodeFlags {
  const command = addClientCodeOptions(new Command('graphql-client-code'));
  command.exitOverride().configureOutput({ writeErr: () => {} });
  return command.parse(flags, { from: 'user' }).opts<ClientCodeFlags>();
}

test('defaults are those of ampx', () => {
  expect(parse()).toEqual({
    out: '.',
    format: 'graphql-codegen',
    statementTarget: 'typescript',
    statementMaxDepth: 2,
    statementTypenameIntrospection: true,
    modelTarget: 'typescript',
  });
});

test.each([
  [['--statement-target', 'angular'], { statementTarget: 'angular' }],
  [['--statement-max-depth', '5'], { statementMaxDepth: 5 }],
  [['--statement-typename-introspection', 'false'], { statementTypenameIntrospection: false }],
  [['--statement-typename-introspection'], { statementTypenameIntrospection: true }],
  [['--type-target', 'flow-modern'], { typeTarget: 'flow-modern' }],
  [['--type-target', 'json'], { typeTarget: 'json' }],
  [['--format', 'modelgen', '--model-target', 'dart'], { format: 'modelgen', modelTarget: 'dart' }],
  [['--model-add-timestamp-fields', '--model-generate-index-rules=true'], { modelAddTimestampFields: true }],
  [['--type-multiple-swift-files', 'false'], { typeMultipleSwiftFiles: false }],
])('%j', (flags, expected) => {
  expect(parse(...flags)).toMatchObject(expected);
});

test.each([
  [['--format', 'sdl'], 'Allowed choices are graphql-codegen, introspection, modelgen.'],
  [['--statement-target', 'kotlin'], 'Allowed choices are typescript, javascript, flow, graphql, angular.'],
  [['--statement-max-depth', '0'], 'It must be a number from 1 to 10.'],
  [['--statement-max-depth', 'deep'], 'It must be a number from 1 to 10.'],
  [['--statement-typename-introspection', 'maybe'], 'It must be true or false.'],
  [['--type-target', 'nonsense'], 'Allowed choices are typescript, flow, flow-modern, angular, json.'],
  [['--type-target', 'swift'], 'Use the models of Amplify Swift: --format modelgen --model-target swift.'],
  [['--type-target', 'scala'], 'Read the description in JSON (--type-target json) instead.'],
  [['--model-target', 'kotlin'], 'Allowed choices are typescript, javascript, java, swift, dart.'],
  [['--model-add-timestamp-fields', 'false'], 'It cannot be switched off.'],
  [['--model-emit-auth-provider', 'perhaps'], 'It must be true or false.'],
])('%j is refused', (flags, message) => {
  expect(() => parse(...flags)).toThrow(message);
});
