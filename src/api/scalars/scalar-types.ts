import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, type GraphQLScalarType, GraphQLString } from 'graphql';
import { awsDate } from './aws-date.ts';
import { awsDateTime } from './aws-date-time.ts';
import { awsEmail } from './aws-email.ts';
import { awsIpAddress } from './aws-ip-address.ts';
import { awsJson } from './aws-json.ts';
import { awsPhone } from './aws-phone.ts';
import { awsTime } from './aws-time.ts';
import { awsTimestamp } from './aws-timestamp.ts';
import { awsUrl } from './aws-url.ts';

/** Every scalar a schema may use, by name: GraphQL's five and AppSync's nine. */
export const scalarTypes: ReadonlyMap<string, GraphQLScalarType> = new Map(
  [
    GraphQLString,
    GraphQLID,
    GraphQLInt,
    GraphQLFloat,
    GraphQLBoolean,
    awsDate,
    awsTime,
    awsDateTime,
    awsTimestamp,
    awsEmail,
    awsJson,
    awsUrl,
    awsPhone,
    awsIpAddress,
  ].map((type): [string, GraphQLScalarType] => [type.name, type]),
);
