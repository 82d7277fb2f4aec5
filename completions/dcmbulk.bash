# bash completion for dcmbulk; generated from its commands, do not edit.

_dcmbulk() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  local command='' names='' options='' values='' free='' i
  COMPREPLY=()
  # What stands on both sides of an equals sign arrives as three words.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' ]] && ((COMP_CWORD > 2)); then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command ${COMP_WORDS[i]}" in
      ' upload' | ' check' | ' status' | ' control' | ' report' | ' reconcile' | ' waive' | ' verify-receipt' | ' explain' | ' doctor' | ' bench' | ' journal' | 'journal init' | 'journal backup' | 'journal export' | 'journal verify' | 'journal prune' | 'journal import' | ' sandbox' | ' sample' | ' config' | 'config show')
        command="${command:+$command }${COMP_WORDS[i]}" ;;
    esac
  done
  case $command in
    '')
      names='upload check status control report reconcile waive verify-receipt explain doctor bench journal sandbox sample config'
      options='-h --help -V --version'
      ;;
    'upload')
      names=''
      options='--api-url --token-url --upload-endpoint --token-endpoint --client-id --client-secret-file --client-key-file --client-key-id --client-assertion-file --refresh-token-file --token-file --token-command --scope --token-method --client-auth --presign-url-pointer --upload-host --allow-http --max-attempts --max-outage --include --exclude --files-from --follow-links --modality --study-date --studies --column --list-encoding --send-mismatched --check --strict --accept --transfer-syntax --limit-read --study-delivery --study-gap --overwrite-window --min-age --on-conflict --order --priority --concurrency --limit-rate --limit-requests --connect-timeout --read-timeout --proxy --proxy-user --proxy-password-file --no-proxy --ca-file --client-cert --client-key --http-client --window --max-duration --max-errors --grace --wait-lock --time-zone --allow-empty --check-outside-window --journal --journal-password-file --journal-group --host-lease --no-wait-hosts --url-lifetime --digest --force --retry-failed --dry-run --output --report --progress -q --quiet --audit-log --metrics-file --on-end --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --token-method) values='auto get post' ;;
        --client-auth) values='auto basic basic-raw post' ;;
        --check) values='header full' ;;
        --accept) values='empty bad-meta dicomdir unsupported-transfer-syntax bad-uid no-sop-class no-sop-instance no-study no-series truncated corrupt too-large changed strict' ;;
        --study-delivery) values='whole incremental' ;;
        --on-conflict) values='reject newest all' ;;
        --order) values='found newest oldest list' ;;
        --http-client) values='dcmbulk apache5 crt' ;;
        --digest) values='md5 sha256' ;;
        --output) values='text json' ;;
        --progress) values='auto bar plain none json' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --client-secret-file | --client-key-file | --client-assertion-file | --refresh-token-file | --token-file | --files-from | --priority | --proxy-password-file | --ca-file | --client-cert | --client-key | --journal | --journal-password-file | --report | --audit-log | --metrics-file | --log-file | --config) return ;;
        --api-url | --token-url | --upload-endpoint | --token-endpoint | --client-id | --client-key-id | --token-command | --scope | --presign-url-pointer | --upload-host | --max-attempts | --max-outage | --include | --exclude | --modality | --study-date | --studies | --column | --list-encoding | --transfer-syntax | --limit-read | --study-gap | --overwrite-window | --min-age | --concurrency | --limit-rate | --limit-requests | --connect-timeout | --read-timeout | --proxy | --proxy-user | --no-proxy | --window | --max-duration | --max-errors | --grace | --wait-lock | --time-zone | --journal-group | --host-lease | --url-lifetime | --on-end | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'check')
      names=''
      options='--include --exclude --files-from --follow-links --modality --study-date --check --strict --accept --transfer-syntax --limit-read --time-zone --output --min-age --progress -q --quiet --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --check) values='header full' ;;
        --accept) values='empty bad-meta dicomdir unsupported-transfer-syntax bad-uid no-sop-class no-sop-instance no-study no-series truncated corrupt too-large changed strict' ;;
        --output) values='text json jsonl csv' ;;
        --progress) values='auto bar plain none json' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --files-from | --log-file | --config) return ;;
        --include | --exclude | --modality | --study-date | --transfer-syntax | --limit-read | --time-zone | --min-age | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'status')
      names=''
      options='--journal --journal-password-file --journal-group --output --incomplete --watch --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --output) values='text json' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --journal | --journal-password-file | --log-file | --config) return ;;
        --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'control')
      names=''
      options='--now --output --journal --journal-password-file --journal-group --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --output) values='text json' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --journal | --journal-password-file | --log-file | --config) return ;;
        --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'report')
      names=''
      options='--run --all --journal --journal-password-file --journal-group --level --format --output --report --receipt --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --level) values='instance study month' ;;
        --format | --output) values='html csv json jsonl text' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --journal | --journal-password-file | --report | --receipt | --log-file | --config) return ;;
        --run | --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'reconcile')
      names=''
      options='--column --list-encoding --expected --qido --qido-user --qido-token-file --allow-http --connect-timeout --read-timeout --proxy --proxy-user --proxy-password-file --no-proxy --ca-file --client-cert --client-key --http-client --journal --journal-password-file --journal-group --output --report --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --http-client) values='dcmbulk apache5 crt' ;;
        --output) values='text json jsonl csv' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --qido-token-file | --proxy-password-file | --ca-file | --client-cert | --client-key | --journal | --journal-password-file | --report | --log-file | --config) return ;;
        --column | --list-encoding | --expected | --qido | --qido-user | --connect-timeout | --read-timeout | --proxy | --proxy-user | --no-proxy | --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'waive')
      names=''
      options='--study --path --reason-code --list --undo --reason --by --journal --journal-password-file --journal-group --output --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --output) values='text json' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --path | --journal | --journal-password-file | --log-file | --config) return ;;
        --study | --reason-code | --undo | --reason | --by | --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'verify-receipt')
      names=''
      options='--head -h --help -V --version'
      case $prev in
        --head) free=1 ;;
      esac
      ;;
    'explain')
      names=''
      options='--check --strict --accept --transfer-syntax --journal --journal-password-file --journal-group -h --help -V --version --config --profile'
      case $prev in
        --check) values='header full' ;;
        --accept) values='empty bad-meta dicomdir unsupported-transfer-syntax bad-uid no-sop-class no-sop-instance no-study no-series truncated corrupt too-large changed strict' ;;
        --journal | --journal-password-file | --config) return ;;
        --transfer-syntax | --journal-group | --profile) free=1 ;;
      esac
      ;;
    'doctor')
      names=''
      options='--api-url --token-url --upload-endpoint --token-endpoint --client-id --client-secret-file --client-key-file --client-key-id --client-assertion-file --refresh-token-file --token-file --token-command --scope --token-method --client-auth --presign-url-pointer --upload-host --allow-http --max-attempts --max-outage --connect-timeout --read-timeout --proxy --proxy-user --proxy-password-file --no-proxy --ca-file --client-cert --client-key --http-client --journal --journal-password-file --journal-group --send --output --audit-log --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --token-method) values='auto get post' ;;
        --client-auth) values='auto basic basic-raw post' ;;
        --http-client) values='dcmbulk apache5 crt' ;;
        --output) values='text json' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --client-secret-file | --client-key-file | --client-assertion-file | --refresh-token-file | --token-file | --proxy-password-file | --ca-file | --client-cert | --client-key | --journal | --journal-password-file | --audit-log | --log-file | --config) return ;;
        --api-url | --token-url | --upload-endpoint | --token-endpoint | --client-id | --client-key-id | --token-command | --scope | --presign-url-pointer | --upload-host | --max-attempts | --max-outage | --connect-timeout | --read-timeout | --proxy | --proxy-user | --no-proxy | --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'bench')
      names=''
      options='--instances --size --service --yes --output --concurrency --limit-rate --limit-requests --api-url --token-url --upload-endpoint --token-endpoint --client-id --client-secret-file --client-key-file --client-key-id --client-assertion-file --refresh-token-file --token-file --token-command --scope --token-method --client-auth --presign-url-pointer --upload-host --allow-http --max-attempts --max-outage --connect-timeout --read-timeout --proxy --proxy-user --proxy-password-file --no-proxy --ca-file --client-cert --client-key --http-client --audit-log --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --output) values='text json' ;;
        --token-method) values='auto get post' ;;
        --client-auth) values='auto basic basic-raw post' ;;
        --http-client) values='dcmbulk apache5 crt' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --client-secret-file | --client-key-file | --client-assertion-file | --refresh-token-file | --token-file | --proxy-password-file | --ca-file | --client-cert | --client-key | --audit-log | --log-file | --config) return ;;
        --instances | --size | --concurrency | --limit-rate | --limit-requests | --api-url | --token-url | --upload-endpoint | --token-endpoint | --client-id | --client-key-id | --token-command | --scope | --presign-url-pointer | --upload-host | --max-attempts | --max-outage | --connect-timeout | --read-timeout | --proxy | --proxy-user | --no-proxy | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'journal')
      names='init backup export verify prune import'
      options='-h --help -V --version'
      ;;
    'journal init')
      names=''
      options='--journal --journal-password-file --journal-group --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --journal | --journal-password-file | --log-file | --config) return ;;
        --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'journal backup')
      names=''
      options='--overwrite --journal --journal-password-file --journal-group --progress -q --quiet --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --progress) values='auto bar plain none json' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --journal | --journal-password-file | --log-file | --config) return ;;
        --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'journal export')
      names=''
      options='--journal --journal-password-file --journal-group --salvage --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --journal | --journal-password-file | --log-file | --config) return ;;
        --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'journal verify')
      names=''
      options='--journal --journal-password-file --journal-group --no-files --progress -q --quiet --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --progress) values='auto bar plain none json' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --journal | --journal-password-file | --log-file | --config) return ;;
        --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'journal prune')
      names=''
      options='--journal --journal-password-file --journal-group --older-than --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --journal | --journal-password-file | --log-file | --config) return ;;
        --journal-group | --older-than | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'journal import')
      names=''
      options='--journal --journal-password-file --journal-group --log-level --log-file --log-format --log-max-size --log-keep --debug -h --help -V --version --config --profile'
      case $prev in
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --journal | --journal-password-file | --log-file | --config) return ;;
        --journal-group | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
    'sandbox')
      names=''
      options='--lake --port --tls --fault --seed --study-gap --overwrite-window --token-lifetime --url-lifetime --token-method --token-algorithm --client-auth --token-path --upload-path --refresh-tokens --client-key --clock-offset --presign-shape --signed-header --hide-signed-headers --discard --env-file -h --help -V --version'
      case $prev in
        --token-method) values='get post' ;;
        --token-algorithm) values='hs256 rs256' ;;
        --client-auth) values='basic basic-raw post' ;;
        --presign-shape) values='url presigned-url presigned-url-camel upload-url upload-url-camel nested json-string text' ;;
        --lake | --token-path | --upload-path | --client-key | --env-file) return ;;
        --port | --fault | --seed | --study-gap | --overwrite-window | --token-lifetime | --url-lifetime | --clock-offset | --signed-header) free=1 ;;
      esac
      ;;
    'sample')
      names=''
      options='--studies --instances --size --seed -h --help -V --version'
      case $prev in
        --studies | --instances | --size | --seed) free=1 ;;
      esac
      ;;
    'config')
      names='show'
      options='-h --help -V --version'
      ;;
    'config show')
      names=''
      options='--api-url --token-url --upload-endpoint --token-endpoint --client-id --client-secret-file --client-key-file --client-key-id --client-assertion-file --refresh-token-file --token-file --token-command --scope --token-method --client-auth --presign-url-pointer --upload-host --allow-http --max-attempts --max-outage --include --exclude --files-from --follow-links --modality --study-date --studies --column --list-encoding --send-mismatched --check --strict --accept --transfer-syntax --limit-read --study-delivery --study-gap --overwrite-window --min-age --on-conflict --order --priority --concurrency --limit-rate --limit-requests --connect-timeout --read-timeout --proxy --proxy-user --proxy-password-file --no-proxy --ca-file --client-cert --client-key --http-client --window --max-duration --max-errors --grace --wait-lock --time-zone --allow-empty --check-outside-window --journal --journal-password-file --journal-group --host-lease --no-wait-hosts --url-lifetime --digest --force --retry-failed --dry-run -h --help -V --version --report --progress -q --quiet --audit-log --metrics-file --log-level --log-file --log-format --log-max-size --log-keep --debug --config --profile'
      case $prev in
        --token-method) values='auto get post' ;;
        --client-auth) values='auto basic basic-raw post' ;;
        --check) values='header full' ;;
        --accept) values='empty bad-meta dicomdir unsupported-transfer-syntax bad-uid no-sop-class no-sop-instance no-study no-series truncated corrupt too-large changed strict' ;;
        --study-delivery) values='whole incremental' ;;
        --on-conflict) values='reject newest all' ;;
        --order) values='found newest oldest list' ;;
        --http-client) values='dcmbulk apache5 crt' ;;
        --digest) values='md5 sha256' ;;
        --progress) values='auto bar plain none json' ;;
        --log-level) values='error warn info debug trace' ;;
        --log-format) values='text json' ;;
        --client-secret-file | --client-key-file | --client-assertion-file | --refresh-token-file | --token-file | --files-from | --priority | --proxy-password-file | --ca-file | --client-cert | --client-key | --journal | --journal-password-file | --report | --audit-log | --metrics-file | --log-file | --config) return ;;
        --api-url | --token-url | --upload-endpoint | --token-endpoint | --client-id | --client-key-id | --token-command | --scope | --presign-url-pointer | --upload-host | --max-attempts | --max-outage | --include | --exclude | --modality | --study-date | --studies | --column | --list-encoding | --transfer-syntax | --limit-read | --study-gap | --overwrite-window | --min-age | --concurrency | --limit-rate | --limit-requests | --connect-timeout | --read-timeout | --proxy | --proxy-user | --no-proxy | --window | --max-duration | --max-errors | --grace | --wait-lock | --time-zone | --journal-group | --host-lease | --url-lifetime | --log-max-size | --log-keep | --profile) free=1 ;;
      esac
      ;;
  esac
  if [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$cur"))
  elif [[ -n $free ]]; then
    compopt +o default 2>/dev/null
  elif [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  elif [[ -n $names ]]; then
    COMPREPLY=($(compgen -W "$names" -- "$cur"))
    compopt +o default 2>/dev/null
  fi
  # Where nothing is found, readline looks for files.
}
complete -o default -F _dcmbulk dcmbulk
