import { beforeEach, inject } from 'vitest';

beforeEach(({ skip }) => {
  skip(inject('dynamodbEndpoint') === null, 'DynamoDB Local needs Java 17');
});
