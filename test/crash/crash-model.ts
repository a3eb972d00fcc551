import { dataModel, model } from '../../src/testing/contract/contract-model.ts';

/** Accounts in versions, and two entries for each version of an account. */
export const crashModel = dataModel([
  model('Account', ['id'], {
    fields: { id: 'ID!', version: 'Int', group: 'String', padding: 'String' },
    indexes: { byGroup: ['group', 'version'] },
  }),
  model('Entry', ['id'], {
    fields: { id: 'ID!', account: 'ID', version: 'Int' },
    indexes: { byAccount: ['account', 'version'] },
  }),
]);
