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

const fields = { id: 'ID!', label: 'String', rank: 'Int' } as const;

/** Two data models that hold the same values in different tables: migrations lead back and forth between them. */
export const alternatingModels = [
  dataModel([model('Thing', ['id'], { fields, indexes: { byLabel: ['label', 'rank'] } })]),
  dataModel([
    model('Thing', ['id'], {
      fields: { ...fields, rank: 'String', extra: 'String' },
      indexes: { byLabel: ['label'], byRank: ['rank', 'label', 'id'] },
    }),
    model('Other', ['id'], { fields: { id: 'ID!' }, indexes: {} }),
  ]),
] as const;
