using './main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param deployOpenAi = bool(readEnvironmentVariable('DEPLOY_OPENAI', 'false'))
param bootstrapKeyHash = readEnvironmentVariable('BOOTSTRAP_KEY_HASH', '')
param firstOwner = readEnvironmentVariable('FIRST_OWNER', '')
param mailEndpoint = readEnvironmentVariable('MAIL_ENDPOINT', '')
param mailSender = readEnvironmentVariable('MAIL_SENDER', '')
