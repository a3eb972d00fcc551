import { describe, expect, it } from 'vitest';
import type { FunctionDefinition } from '../../functions/function-definition.ts';
import { allFunctions, configuredFunctions } from './functions-of.ts';

const declared = (...names: string[]): FunctionDefinition => ({
  kind: 'local',
  names,
  entry: `/app/${names[0]}.ts`,
  environment: {},
  timeoutSeconds: 3,
  memoryMB: 512,
});

describe('configuredFunctions', () => {
  it('run here, in AWS Lambda or behind an endpoint, with defaults for each', () => {
    const functions = {
      here: { entry: './here.ts' },
      there: { lambda: { functionName: 'there-live' } },
      beyond: { endpoint: { url: 'https://example.com/fn' }, timeoutSeconds: 5 },
    };
    expect(configuredFunctions({ functions }, '/app/preamp.config.ts')).toEqual([
      { kind: 'local', names: ['here'], entry: '/app/here.ts', environment: {}, timeoutSeconds: 3, memoryMB: 512 },
      {
        kind: 'lambda',
        names: ['there'],
        functionName: 'there-live',
        qualifier: null,
        region: null,
        endpoint: null,
        timeoutSeconds: 30,
      },
      { kind: 'endpoint', names: ['beyond'], url: 'https://example.com/fn', headers: {}, timeoutSeconds: 5 },
    ]);
  });
});

describe('allFunctions', () => {
  it('let the configuration decide where one runs, under every name it has', () => {
    const configured = configuredFunctions({ functions: { greet: { lambda: { functionName: 'live' } } } }, null);
    const functions = allFunctions([declared('greet', 'FnGreet'), declared('other')], configured);
    expect(functions.map(({ kind, names }) => [kind, names])).toEqual([
      ['local', ['other']],
      ['lambda', ['greet', 'FnGreet']],
    ]);
  });
});
