import type { DataModel } from '../../ir/data-model.ts';

/** `3 models, 2 indexes, 1 custom operation`. */
export function summarizeModel(model: DataModel): string {
  const indexes = model.models.reduce((sum, each) => sum + each.indexes.length, 0);
  return [
    count(model.models.length, 'model'),
    ...(indexes > 0 ? [count(indexes, 'index', 'indexes')] : []),
    ...(model.operations.length > 0 ? [count(model.operations.length, 'custom operation')] : []),
  ].join(', ');
}

function count(number: number, one: string, many: string = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
