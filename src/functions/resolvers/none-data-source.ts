import type { DataSource } from './data-source.ts';

/** The NONE data source: the request's payload is the result. */
export const noneDataSource: DataSource = async ({ payload }) => ({ result: payload ?? null, error: null });
