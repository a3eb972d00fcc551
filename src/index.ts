export { a } from './schema/a.ts';
