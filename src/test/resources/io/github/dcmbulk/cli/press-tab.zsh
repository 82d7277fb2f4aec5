# Types a line into an interactive zsh, presses Tab, and ends when what is expected has appeared.
#   zsh -f press-tab.zsh DIR LINE EXPECTED    DIR holds the completion as _dcmbulk
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PROMPT=; fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D; print rea''dy"
zpty -r -m shell shown '*ready*'
zpty -w -n shell "$2"$'\t'
zpty -r -m shell shown "*$3*"
print -r -- "shown: $3"
zpty -d shell
