import type { Model } from '../../../ir/data-model.ts';
import { createTableInput } from '../create-table-input.ts';
import { describeTable } from '../describe-tables.ts';
import type { TableOptions } from '../table-options.ts';
import type { TemplateResource } from './template.ts';

/** One table as a resource. It outlives its stack, and a change of its key: items are never deleted with a template. */
export function tableResource(model: Model, name: string, settings: TableOptions): TemplateResource {
  const {
    SSESpecification: encryption,
    StreamSpecification: stream,
    ...input
  } = createTableInput(name, describeTable(model), settings);
  const { pointInTimeRecovery, timeToLive = {} } = settings;
  const expiry = timeToLive[model.name];
  return {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      ...input,
      StreamSpecification: { StreamViewType: stream.StreamViewType },
      ...(encryption === undefined ? {} : { SSESpecification: sseProperty(encryption) }),
      ...(pointInTimeRecovery === undefined
        ? {}
        : { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: pointInTimeRecovery } }),
      ...(expiry === undefined ? {} : { TimeToLiveSpecification: { AttributeName: expiry, Enabled: true } }),
    },
  };
}

function sseProperty({ Enabled, ...key }: { readonly Enabled: boolean }) {
  return { SSEEnabled: Enabled, ...key };
}
