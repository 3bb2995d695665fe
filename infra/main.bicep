targetScope = 'subscription'

@minLength(1)
@maxLength(32)
@description('Name of the azd environment; part of every resource name.')
param environmentName string

@description('Region of all resources. It must offer Flex Consumption.')
param location string

@description('Adds an Azure OpenAI account and lets workspaces choose the language-model translator.')
param deployOpenAi bool = false

@minValue(1)
@maxValue(1000)
@description('Instances that Flex Consumption may start.')
param maximumInstanceCount int = 100

@description('SHA-256 (hex) of the key with which the first workspace is made. Empty: no such key works.')
param bootstrapKeyHash string = ''

@description('E-mail address of the owner of a first organization and workspace, invited where there is no user. Empty: nobody is.')
param firstOwner string = ''

@description('Address of an Azure Communication Services resource by which mail is sent, such as https://name.communication.azure.com. Empty: no mail leaves.')
param mailEndpoint string = ''

@description('Address that mail is from, of a domain of that resource.')
param mailSender string = ''

var abbreviations = loadJsonContent('abbreviations.json')
var token = uniqueString(subscription().id, environmentName, location)
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: '${abbreviations.resourceGroup}${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.managedIdentity}${token}'
    location: location
    tags: tags
  }
}

module monitoring 'app/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: '${abbreviations.logAnalyticsWorkspace}${token}'
    applicationInsightsName: '${abbreviations.applicationInsights}${token}'
    location: location
    tags: tags
  }
}

// Two accounts: what the Functions host keeps for itself, and the customers' data. Neither load nor rights of one reach the other.
module hostStorage 'app/storage.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.storageAccount}host${token}'
    containers: ['deployments']
    location: location
    tags: tags
  }
}

module dataStorage 'app/storage.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.storageAccount}data${token}'
    location: location
    tags: tags
  }
}

module vault 'app/vault.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.keyVault}${token}'
    location: location
    tags: tags
  }
}

module openAi 'app/openAi.bicep' = if (deployOpenAi) {
  scope: group
  params: {
    name: '${abbreviations.openAi}${token}'
    location: location
    tags: tags
  }
}

module access 'app/rbac.bicep' = {
  scope: group
  params: {
    principalId: identity.outputs.principalId
    assignments: concat(
      [
        { resource: 'storage', name: hostStorage.outputs.name, role: 'Storage Blob Data Owner' }
        { resource: 'storage', name: hostStorage.outputs.name, role: 'Storage Queue Data Contributor' }
        { resource: 'storage', name: hostStorage.outputs.name, role: 'Storage Table Data Contributor' }
        { resource: 'storage', name: dataStorage.outputs.name, role: 'Storage Blob Data Contributor' }
        { resource: 'storage', name: dataStorage.outputs.name, role: 'Storage Queue Data Contributor' }
        { resource: 'storage', name: dataStorage.outputs.name, role: 'Storage Table Data Contributor' }
        { resource: 'vault', name: vault.outputs.name, role: 'Key Vault Secrets Officer' }
        { resource: 'insights', name: monitoring.outputs.applicationInsightsName, role: 'Monitoring Metrics Publisher' }
      ],
      deployOpenAi ? [{ resource: 'openAi', name: openAi!.outputs.name, role: 'Cognitive Services OpenAI User' }] : []
    )
  }
}

module api 'app/api.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.functionApp}${token}'
    planName: '${abbreviations.plan}${token}'
    location: location
    tags: tags
    identityName: identity.outputs.name
    hostStorageName: hostStorage.outputs.name
    deploymentContainer: 'deployments'
    dataStorageName: dataStorage.outputs.name
    vaultUri: vault.outputs.uri
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    languageModel: deployOpenAi ? { endpoint: openAi!.outputs.endpoint, deployment: openAi!.outputs.deployment } : null
    maximumInstanceCount: maximumInstanceCount
    bootstrapKeyHash: bootstrapKeyHash
    firstOwner: firstOwner
    mail: empty(mailEndpoint) ? null : { endpoint: mailEndpoint, sender: mailSender }
  }
  dependsOn: [access]
}

output AZURE_LOCATION string = location
output AZURE_FUNCTION_NAME string = api.outputs.name
output API_BASE_URL string = api.outputs.url
