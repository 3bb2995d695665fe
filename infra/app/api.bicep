param name string
param planName string
param location string
param tags object
param identityName string
param hostStorageName string
param deploymentContainer string
param dataStorageName string
param vaultUri string
param applicationInsightsName string
param languageModel { endpoint: string, deployment: string }?
param maximumInstanceCount int
param bootstrapKeyHash string
param firstOwner string
param mail { endpoint: string, sender: string }?

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: hostStorageName
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: dataStorageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

var mailSettings = mail == null
  ? {}
  : {
      Mail__Endpoint: mail!.endpoint
      Mail__Sender: mail!.sender
      Mail__ClientId: identity.properties.clientId
    }

var languageModelSettings = languageModel == null
  ? {}
  : {
      LanguageModel__Provider: 'AzureOpenAI'
      LanguageModel__Endpoint: languageModel!.endpoint
      LanguageModel__Model: languageModel!.deployment
      LanguageModel__ManagedIdentityClientId: identity.properties.clientId
    }

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstanceCount
        triggers: { http: { perInstanceConcurrency: 32 } }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.properties.clientId
        AzureWebJobsStorage__blobServiceUri: hostStorage.properties.primaryEndpoints.blob
        AzureWebJobsStorage__queueServiceUri: hostStorage.properties.primaryEndpoints.queue
        AzureWebJobsStorage__tableServiceUri: hostStorage.properties.primaryEndpoints.table
        DataStorage__credential: 'managedidentity'
        DataStorage__clientId: identity.properties.clientId
        DataStorage__blobServiceUri: dataStorage.properties.primaryEndpoints.blob
        DataStorage__queueServiceUri: dataStorage.properties.primaryEndpoints.queue
        DataStorage__tableServiceUri: dataStorage.properties.primaryEndpoints.table
        SyncChunkQueue: 'sync-chunks'
        SyncRunEndedQueue: 'sync-runs-ended'
        DatasetQueue: 'datasets'
        WebhookQueue: 'webhook-deliveries'
        ReportQueue: 'dashboard-reports'
        Secrets__KeyVaultUri: vaultUri
        Secrets__ClientId: identity.properties.clientId
        Access__Issuer: 'https://${app.properties.defaultHostName}'
        Access__BootstrapKeyHash: bootstrapKeyHash
        Access__FirstOwner: firstOwner
        APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
      },
      languageModelSettings,
      mailSettings
    )
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
