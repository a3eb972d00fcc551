import { combine } from './combine.ts';
import { customType } from './fields/custom-type.ts';
import { enumType } from './fields/enum-type.ts';
import { ref } from './fields/ref.ts';
import { belongsTo, hasMany, hasOne } from './fields/relation.ts';
import { scalarFieldFactory } from './fields/scalar-field.ts';
import { model } from './models/model.ts';
import { ai } from './operations/ai.ts';
import { conversation } from './operations/conversation.ts';
import { handler } from './operations/handler.ts';
import { generation, mutation, query, subscription } from './operations/operation.ts';
import { schema } from './schema.ts';

/** Whatever JSON can hold. */
// biome-ignore lint/suspicious/noExplicitAny: the elements of a JSON list are read without a cast by existing apps.
export type Json = string | number | boolean | object | any[];

/** The builder of data models: the `a` of Amplify Gen 2. */
export const a = Object.freeze({
  schema,
  combine,
  model,
  customType,
  enum: enumType,
  ref,

  id: scalarFieldFactory<string, 'id'>('ID'),
  string: scalarFieldFactory<string, 'text'>('String'),
  integer: scalarFieldFactory<number, 'number'>('Int'),
  float: scalarFieldFactory<number, 'number'>('Float'),
  boolean: scalarFieldFactory<boolean, 'boolean'>('Boolean'),
  date: scalarFieldFactory<string, 'plain'>('AWSDate'),
  time: scalarFieldFactory<string, 'plain'>('AWSTime'),
  datetime: scalarFieldFactory<string, 'plain'>('AWSDateTime'),
  timestamp: scalarFieldFactory<number, 'plain'>('AWSTimestamp'),
  email: scalarFieldFactory<string, 'plain'>('AWSEmail'),
  json: scalarFieldFactory<Json, 'json'>('AWSJSON'),
  phone: scalarFieldFactory<string, 'plain'>('AWSPhone'),
  url: scalarFieldFactory<string, 'plain'>('AWSURL'),
  ipAddress: scalarFieldFactory<string, 'plain'>('AWSIPAddress'),

  hasMany,
  hasOne,
  belongsTo,

  query,
  mutation,
  subscription,
  generation,
  conversation,
  handler,
  ai,
});
