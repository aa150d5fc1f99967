//! Who may give what away. Pure: callers, permissions and channels in, a refusal out.

use crate::store::staff;
use infrasell_contracts::identity::{IdentityError, Role, Staff};
use infrasell_kernel::{ChannelId, Permissions};
use infrasell_rpc::Caller;

/// Refuses to give away a permission that the caller does not have himself. Infrasell itself has all of them.
pub(crate) fn permissions(caller: &Caller, given: &Permissions) -> Result<(), IdentityError> {
    match given.0.iter().find(|permission| !caller.may(**permission)) {
        Some(permission) => Err(IdentityError::CannotGrant { permission: permission.as_str().to_owned() }),
        None => Ok(()),
    }
}

/// Refuses to give access to a channel that the caller is not let into himself; nothing in the list's place means all.
pub(crate) fn channels(caller: &Caller, given: Option<&[ChannelId]>) -> Result<(), IdentityError> {
    let own = match caller {
        Caller::System { .. } | Caller::Staff { .. } | Caller::Key { .. } => caller.channels(),
        Caller::Guest { .. } | Caller::Customer { .. } => Some([].as_slice()),
    };
    let within = match (own, given) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(own), Some(given)) => given.iter().all(|channel| own.contains(channel)),
    };
    if within { Ok(()) } else { Err(IdentityError::CannotGrantChannels) }
}

/// Refuses a change to somebody that would give away more than the caller has: a role that is added, the roles of an
/// account that is switched on again, and everything of an account whose password somebody else sets, because he can
/// sign in to it then.
pub(crate) fn change(
    caller: &Caller,
    (old, old_roles): (&Staff, &[Role]),
    (new, new_roles): (&Staff, &[Role]),
    new_password: bool,
) -> Result<(), IdentityError> {
    let own = matches!(caller, Caller::Staff { id, .. } if *id == old.id);
    let takes_over = new_password && !own;
    let gives_all = takes_over || (new.active && !old.active);
    let given = |role: &&Role| gives_all || !old_roles.iter().any(|held| held.code == role.code);
    let given: Vec<&Role> = new_roles.iter().filter(given).collect();
    for role in &given {
        permissions(caller, &role.permissions)?;
    }
    let (old_channels, new_channels) =
        (staff::let_into(old.channels.as_deref(), old_roles), staff::let_into(new.channels.as_deref(), new_roles));
    if gives_all || !given.is_empty() || new_channels != old_channels {
        channels(caller, new_channels.as_deref())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::{Permission, StaffId};

    fn member(permissions: &[Permission], channels: Option<Vec<i64>>) -> Caller {
        let channels = channels.map(|ids| ids.into_iter().map(ChannelId::from_i64).collect());
        Caller::Staff { id: StaffId::from_i64(1), permissions: permissions.iter().copied().collect(), channels }
    }

    #[test]
    fn nobody_gives_away_what_he_does_not_have() {
        let given = Permissions::from_iter([Permission::OrdersRead, Permission::OrdersWrite]);
        let refused = Err(IdentityError::CannotGrant { permission: "orders:write".into() });
        assert_eq!(permissions(&member(&[Permission::OrdersRead], None), &given), refused);
        assert_eq!(permissions(&member(Permission::ALL, None), &given), Ok(()));
        assert_eq!(permissions(&Caller::System { part: "cli".into() }, &Permissions::all()), Ok(()));
        assert!(permissions(&Caller::Guest { address: None }, &given).is_err());
        assert_eq!(permissions(&Caller::Guest { address: None }, &Permissions::default()), Ok(()));
    }

    #[test]
    fn nobody_lets_others_into_channels_that_are_closed_to_him() {
        let ids = |ids: &[i64]| ids.iter().copied().map(ChannelId::from_i64).collect::<Vec<_>>();
        let limited = member(Permission::ALL, Some(vec![1, 2]));
        let refused = Err(IdentityError::CannotGrantChannels);
        assert_eq!(channels(&limited, Some(&ids(&[2]))), Ok(()));
        assert_eq!(channels(&limited, Some(&ids(&[2, 3]))), refused);
        assert_eq!(channels(&limited, None), refused);
        assert_eq!(channels(&member(&[], None), None), Ok(()));
        assert_eq!(channels(&Caller::System { part: "cli".into() }, None), Ok(()));
        assert_eq!(channels(&Caller::Guest { address: None }, Some(&ids(&[1]))), refused);
    }
}
