import { afterAll, beforeAll, describe } from 'vitest';
import type { StorageEngine, Store } from '../../storage/storage-engine.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import { attributesContract } from './attributes-contract.ts';
import type { ContractSubject } from './contract-items.ts';
import { contractModel } from './contract-model.ts';
import { filterContract } from './filter-contract.ts';
import { keyContract } from './key-contract.ts';
import { batchQueryContract, queryContract } from './query-contract.ts';
import { scanContract } from './scan-contract.ts';
import { writeContract } from './write-contract.ts';

/**
 * Declares the tests that every storage engine passes, under vitest.
 *
 * @param createEngine an engine on an empty store; called once, and the engine is closed at the end
 */
export function engineContract(name: string, createEngine: () => MaybePromise<StorageEngine>): void {
  describe(`engine contract: ${name}`, () => {
    let engine: StorageEngine;
    let store: Store;
    const subject: ContractSubject = { engine: () => engine, store: () => store };

    beforeAll(async () => {
      engine = await createEngine();
      await engine.migrate(await engine.plan(contractModel), { destructive: false });
      store = engine.open(contractModel);
    }, 120_000);
    afterAll(async () => {
      await engine.close();
    });

    keyContract(subject);
    queryContract(subject);
    batchQueryContract(subject);
    scanContract(subject);
    attributesContract(subject);
    filterContract(subject);
    writeContract(subject);
  });
}
