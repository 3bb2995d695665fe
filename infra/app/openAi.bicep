param name string
param location string
param tags object

@description('Model that writes SQL, and its version.')
param model { name: string, version: string } = { name: 'gpt-4.1-mini', version: '2025-04-14' }

@description('Thousands of tokens a minute.')
param capacity int = 50

resource account 'Microsoft.CognitiveServices/accounts@2024-10-01' = {
  name: name
  location: location
  tags: tags
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: name
    disableLocalAuth: true
  }
}

resource deployment 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01' = {
  parent: account
  name: model.name
  sku: { name: 'GlobalStandard', capacity: capacity }
  properties: {
    model: { format: 'OpenAI', name: model.name, version: model.version }
  }
}

output name string = account.name
output endpoint string = account.properties.endpoint
output deployment string = deployment.name
