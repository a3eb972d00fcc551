/** What to do about a data source that there is not here; `call` is what adds it in the cloud, `null` where nothing does. */
export function missingDataSourceAdvice(name: string, call: string | null): string {
  switch (call) {
    case 'addDynamoDbDataSource':
      return `Its table is not in this project: name it in the configuration as dataSources: { ${name}: { table: { tableName: '…' } } }.`;
    case 'addRdsDataSource':
    case 'addRdsDataSourceV2':
      return 'Preamp has no relational data sources: let a function connect to the database (a.handler.function).';
    case 'addOpenSearchDataSource':
    case 'addElasticsearchDataSource':
      return 'Preamp has no OpenSearch data sources: call the service with addHttpDataSource, or with a function.';
    case 'addEventBridgeDataSource':
      return 'Preamp has no EventBridge data sources: let a function put the events (a.handler.function).';
    default:
      return "Name it under 'dataSources' in the configuration.";
  }
}
