@description('One role on one resource of this resource group.')
type assignment = {
  resource: 'storage' | 'vault' | 'insights' | 'openAi'
  name: string
  role:
    | 'Cognitive Services OpenAI User'
    | 'Key Vault Secrets Officer'
    | 'Monitoring Metrics Publisher'
    | 'Storage Blob Data Contributor'
    | 'Storage Blob Data Owner'
    | 'Storage Queue Data Contributor'
    | 'Storage Table Data Contributor'
}

param principalId string
param assignments assignment[]

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roleIds = {
  'Cognitive Services OpenAI User': '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'
  'Key Vault Secrets Officer': 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb'
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

// A scope must be a resource of a type known at compile time, hence one loop a type.
var storageAssignments = filter(assignments, assignment => assignment.resource == 'storage')
var vaultAssignments = filter(assignments, assignment => assignment.resource == 'vault')
var insightsAssignments = filter(assignments, assignment => assignment.resource == 'insights')
var openAiAssignments = filter(assignments, assignment => assignment.resource == 'openAi')

resource accounts 'Microsoft.Storage/storageAccounts@2023-05-01' existing = [
  for assignment in storageAssignments: { name: assignment.name }
]

resource storageRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (assignment, i) in storageAssignments: {
    scope: accounts[i]
    name: guid(resourceGroup().id, assignment.name, principalId, assignment.role)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[assignment.role])
    }
  }
]

resource vaults 'Microsoft.KeyVault/vaults@2023-07-01' existing = [
  for assignment in vaultAssignments: { name: assignment.name }
]

resource vaultRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (assignment, i) in vaultAssignments: {
    scope: vaults[i]
    name: guid(resourceGroup().id, assignment.name, principalId, assignment.role)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[assignment.role])
    }
  }
]

resource components 'Microsoft.Insights/components@2020-02-02' existing = [
  for assignment in insightsAssignments: { name: assignment.name }
]

resource insightsRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (assignment, i) in insightsAssignments: {
    scope: components[i]
    name: guid(resourceGroup().id, assignment.name, principalId, assignment.role)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[assignment.role])
    }
  }
]

resource openAiAccounts 'Microsoft.CognitiveServices/accounts@2024-10-01' existing = [
  for assignment in openAiAssignments: { name: assignment.name }
]

resource openAiRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (assignment, i) in openAiAssignments: {
    scope: openAiAccounts[i]
    name: guid(resourceGroup().id, assignment.name, principalId, assignment.role)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[assignment.role])
    }
  }
]
