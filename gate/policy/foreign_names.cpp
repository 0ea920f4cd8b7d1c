#include "gate/policy/foreign_names.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace gogate::policy {
namespace {

struct ForeignName {
  std::string_view name;
  std::string_view rules;  // ids, separated by blanks; `*` at either end stands for anything
};

// Where a provider has several kinds of secrets, a coarse name means them all.
constexpr ForeignName kNames[] = {
    // detect-secrets
    {"Artifactory Credentials", "artifactory-* jfrog-*"},
    {"AWS Access Key", "aws-*"},
    {"Azure Storage Account access key", "azure-*"},
    {"Basic Auth Credentials", "*-connection-string url-basic-auth set-basic-auth-literal authorization-basic curl-auth-user mysql-go-dsn"},
    {"Discord Bot Token", "discord-*"},
    {"GitHub Token", "github-*"},
    {"GitLab Token", "gitlab-*"},
    {"IBM Cloud IAM Key", "ibm-*"},
    {"JSON Web Token", "jwt"},
    {"Mailchimp Access Key", "mailchimp-api-key mandrill-api-key"},
    {"NPM tokens", "npm-access-token npmrc-auth-token"},
    {"OpenAI Token", "openai-api-key"},
    {"Private Key", "private-key private-key-base64 pgp-private-key putty-private-key"},
    {"PyPI Token", "pypi-upload-token"},
    {"SendGrid API Key", "sendgrid-api-token"},
    {"Slack Token", "slack-*"},
    {"Square OAuth Secret", "square-*"},
    {"Stripe Access Key", "stripe-*"},
    {"Telegram Bot Token", "telegram-bot-api-token"},
    {"Twilio API Key", "twilio-*"},
    // trufflehog's detectors
    {"AirtableApiKey", "airtable-*"},
    {"AlgoliaAdminKey", "algolia-api-key"},
    {"Anthropic", "anthropic-*"},
    {"ArtifactoryAccessToken", "artifactory-* jfrog-*"},
    {"Asana", "asana-*"},
    {"Atlassian", "atlassian-*"},
    {"AWS", "aws-*"},
    {"AWSSessionKey", "aws-*"},
    {"Azure", "azure-*"},
    {"AzureStorage", "azure-storage-account-key azure-identifiable-key azure-sas-signature"},
    {"Box", "box-*"},
    {"Buildkite", "buildkite-*"},
    {"Circle", "circleci-*"},
    {"CloudflareApiToken", "cloudflare-*"},
    {"CloudflareCaKey", "cloudflare-origin-ca-key"},
    {"CloudflareGlobalApiKey", "cloudflare-global-api-key"},
    {"Confluent", "confluent-*"},
    {"DatabricksToken", "databricks-api-token"},
    {"DatadogToken", "datadog-*"},
    {"DenoDeploy", "deno-account-token"},
    {"DigitalOceanToken", "digitalocean-*"},
    {"DigitalOceanV2", "digitalocean-*"},
    {"DiscordBotToken", "discord-bot-token discord-api-token"},
    {"DiscordWebhook", "discord-webhook"},
    {"Dockerhub", "dockerhub-*"},
    {"Doppler", "doppler-*"},
    {"Dropbox", "dropbox-*"},
    {"EasyPost", "easypost-*"},
    {"FacebookOAuth", "facebook-*"},
    {"FigmaPersonalAccessToken", "figma-*"},
    {"Flutterwave", "flutterwave-*"},
    {"FlyIO", "flyio-access-token"},
    {"GCP", "gcp-service-account"},
    {"GCPApplicationDefaultCredentials", "gcp-service-account google-oauth-*"},
    {"Github", "github-*"},
    {"GitHubApp", "github-app-token private-key"},
    {"GitHubOauth2", "github-client-* github-oauth"},
    {"Gitlab", "gitlab-*"},
    {"GoogleApiKey", "gcp-api-key gcp-gemini-api"},
    {"GoogleGeminiAPIKey", "gcp-gemini-api gcp-api-key"},
    {"GoogleOauth2", "google-oauth-*"},
    {"Grafana", "grafana-*"},
    {"GrafanaServiceAccount", "grafana-service-account-token"},
    {"Heroku", "heroku-*"},
    {"HubSpotApiKey", "hubspot-*"},
    {"HuggingFace", "huggingface-*"},
    {"JDBC", "jdbc-connection-string"},
    {"JiraToken", "atlassian-*"},
    {"JWT", "jwt jwk-private-key"},
    {"LaunchDarkly", "launchdarkly-access-token"},
    {"LinearAPI", "linear-*"},
    {"Lob", "lob-*"},
    {"Mailgun", "mailgun-*"},
    {"MapBox", "mapbox-*"},
    {"MicrosoftTeamsWebhook", "microsoft-teams-webhook"},
    {"MongoDB", "mongodb-*"},
    {"NewRelicPersonalApiKey", "new-relic-*"},
    {"NpmToken", "npm-access-token npmrc-auth-token"},
    {"NpmTokenV2", "npm-access-token npmrc-auth-token"},
    {"Okta", "okta-access-token"},
    {"OpenAI", "openai-api-key"},
    {"PaypalOauth", "paypal-*"},
    {"PlaidKey", "plaid-*"},
    {"PlaidToken", "plaid-*"},
    {"Planetscale", "planetscale-*"},
    {"PlanetScaleDb", "planetscale-*"},
    {"Postgres", "postgres-*"},
    {"PrivateKey", "private-key private-key-base64 pgp-private-key putty-private-key"},
    {"PyPI", "pypi-upload-token"},
    {"RabbitMQ", "amqp-connection-string"},
    {"Redis", "redis-connection-string"},
    {"SQLServer", "odbc-connection-string other-connection-string"},
    {"SendGrid", "sendgrid-api-token"},
    {"SentryToken", "sentry-*"},
    {"SentryOrgToken", "sentry-org-token"},
    {"Shopify", "shopify-*"},
    {"Slack", "slack-*"},
    {"SlackWebhook", "slack-webhook-url"},
    {"Snowflake", "snowflake-*"},
    {"SonarCloud", "sonar-api-token"},
    {"SpotifyKey", "spotify-*"},
    {"Square", "square-*"},
    {"SquareApp", "square-*"},
    {"Stripe", "stripe-*"},
    {"TelegramBotToken", "telegram-bot-api-token"},
    {"TerraformCloudPersonalToken", "hashicorp-tf-api-token"},
    {"Twilio", "twilio-*"},
    {"TwilioApiKey", "twilio-*"},
    {"Twitter", "twitter-*"},
    {"URI", "url-basic-auth *-connection-string"},
    {"Vercel", "vercel-*"},
    {"FTP", "url-basic-auth other-connection-string"},
    {"LDAP", "other-connection-string url-basic-auth"},
    // gitleaks and betterleaks: what one of their rules finds is of several kinds here
    {"bitbucket-client-id", "bitbucket-client-secret"},
    {"bittrex-access-key", "bittrex-secret-key"},
    {"bittrex-secret-key", "bittrex-access-key"},
    {"curl-auth-header", "authorization-basic credential-header"},
    {"flutterwave-encryption-key", "flutterwave-secret-key"},
    {"gitlab-pat", "gitlab-pat-routable gitlab-pat-routable-versioned"},
    {"gitlab-runner-authentication-token", "gitlab-runner-authentication-token-routable"},
    {"jwt", "documo-api-key livestorm-api-key scalr-api-access-token web3storage-api-key"},
    {"private-key", "private-key-base64 pgp-private-key putty-private-key gcp-service-account"},
    {"stripe-access-token", "stripe-test-key clerk-secret-key paystack-api-key workos-api-key"},
    {"twitter-api-key", "twitter-client-id"},
    {"vault-service-token", "vault-legacy-token"},
    {"hashicorp-tf-password", "hardcoded-password generic-secret-*"},
    {"jwt-base64", "jwt"},
    {"generic-credential-uri", "url-basic-auth *-connection-string"},
    {"gitlab-incoming-mail-address-token", "gitlab-incoming-mail-token"},
    {"monday-api-token", "monday-api-key"},
    {"ngrok-api-key", "ngrok-authtoken"},
    {"pagerduty-authorization-token", "pagerduty-api-key"},
    {"postmark-api-token", "postmark-server-token"},
    {"miro-access-token", "miro-api-key"},
};

constexpr std::string_view kGeneric[] = {"generic-api-key",  "generic-password",           "generic-username",
                                         "Secret Keyword",   "Base64 High Entropy String", "Hex High Entropy String",
                                         "High Entropy String"};

bool same(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view without_number(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == name.size()) return name;
  const std::string_view digits = name.substr(dot + 1);
  return std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }) ? name.substr(0, dot) : name;
}

bool stands_for(std::string_view rules, std::string_view id) {
  while (!rules.empty()) {
    const std::size_t end = std::min(rules.find(' '), rules.size());
    const std::string_view one = rules.substr(0, end);
    rules.remove_prefix(std::min(end + 1, rules.size()));
    if (one.ends_with('*') ? id.starts_with(one.substr(0, one.size() - 1))
                           : one.starts_with('*') ? id.ends_with(one.substr(1)) : id == one)
      return true;
  }
  return false;
}

// Only trufflehog takes its names in any letter case: its JWT is not gitleaks' jwt.
bool is_called(const ForeignName& foreign, std::string_view name) {
  const bool has_capital = std::any_of(foreign.name.begin(), foreign.name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return has_capital ? same(foreign.name, name) : foreign.name == name;
}

bool named(const Rule& rule, std::string_view name) {
  return rule.id == name || std::any_of(rule.aliases.begin(), rule.aliases.end(), [&](const std::string& a) { return same(a, name); });
}

}  // namespace

bool names_rule(const Rule& rule, std::string_view name) {
  if (named(rule, name)) return true;
  const std::string_view plain = without_number(name);
  if (plain.size() != name.size() && named(rule, plain)) return true;
  if (rule.scanner != "secrets") return false;
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](const ForeignName& f) { return is_called(f, plain) && stands_for(f.rules, rule.id); });
}

bool is_generic_name(std::string_view name) {
  return std::find(std::begin(kGeneric), std::end(kGeneric), name) != std::end(kGeneric);
}

}  // namespace gogate::policy
