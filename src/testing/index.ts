/** A backend in the process of a test: `preamp/testing`. */
export {
  createTestBackend,
  type Snapshot,
  type TestBackend,
  type TestBackendOptions,
} from './create-test-backend.ts';
export type { TestClient, TestResponse, TestSubscription } from './test-client.ts';
export type { Caller, TestUser } from './test-identity.ts';
