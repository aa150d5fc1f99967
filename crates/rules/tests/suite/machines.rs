//! What must hold of every state machine.

use infrasell_rules::{
    checkout::CheckoutMachine,
    machine::{Machine, drawings, mermaid, moves},
    order::{FulfilmentMachine, OrderMachine},
    payment::{OpEvent, OpMachine, OpState},
    stock::ReservationMachine,
};

fn reachable<M: Machine>(from: &[M::State]) -> Vec<M::State> {
    let mut known = from.to_vec();
    let mut next = 0;
    while let Some(state) = known.get(next).copied() {
        for (_, _, to) in moves::<M>().into_iter().filter(|(origin, _, _)| *origin == state) {
            if !known.contains(&to) {
                known.push(to);
            }
        }
        next += 1;
    }
    known
}

fn every_state_is_reachable_and_leads_to_an_end<M: Machine>() {
    let from_start = reachable::<M>(M::START);
    for state in M::STATES {
        assert!(from_start.contains(state), "{}: nothing leads to {state}", M::NAME);
        let ends = reachable::<M>(&[*state]);
        assert!(ends.iter().any(|end| M::FINAL.contains(end)), "{}: {state} never ends", M::NAME);
        let has_exit = moves::<M>().iter().any(|(from, _, _)| from == state);
        assert!(has_exit || M::FINAL.contains(state), "{}: {state} has no exit", M::NAME);
    }
    for (from, command, to) in moves::<M>() {
        assert!(M::STATES.contains(&to), "{}: {from} --{command}--> {to}", M::NAME);
    }
}

fn the_end_is_the_end<M: Machine>() {
    for end in M::FINAL {
        assert!(moves::<M>().iter().all(|(from, _, _)| from != end), "{}: {end} is left again", M::NAME);
    }
}

fn a_refusal_says_why<M: Machine>() {
    for state in M::STATES {
        for command in M::COMMANDS {
            if let Err(refused) = M::decide(*state, *command) {
                let text = refused.to_string();
                assert!(text.contains(&state.to_string()) && text.contains(&command.to_string()), "{text}");
                assert!(!refused.why.is_empty());
            }
        }
    }
}

fn holds<M: Machine>() {
    every_state_is_reachable_and_leads_to_an_end::<M>();
    a_refusal_says_why::<M>();
}

#[test]
fn every_machine_is_sound() {
    holds::<OrderMachine>();
    holds::<FulfilmentMachine>();
    holds::<CheckoutMachine>();
    holds::<OpMachine>();
    holds::<ReservationMachine>();
}

#[test]
fn what_is_final_stays_so() {
    the_end_is_the_end::<OrderMachine>();
    the_end_is_the_end::<FulfilmentMachine>();
    the_end_is_the_end::<CheckoutMachine>();
    the_end_is_the_end::<ReservationMachine>();
    // The one exception: money that is found to have moved after all.
    let left: Vec<_> =
        moves::<OpMachine>().into_iter().filter(|(from, _, _)| OpMachine::FINAL.contains(from)).collect();
    assert_eq!(left, [(OpState::Failed, OpEvent::FoundDone, OpState::Done)]);
}

#[test]
fn a_machine_can_be_drawn() {
    assert_eq!(
        mermaid::<FulfilmentMachine>(),
        "stateDiagram-v2\n    \
         [*] --> pending\n    \
         pending --> shipped: ship\n    \
         pending --> delivered: deliver\n    \
         pending --> cancelled: cancel\n    \
         shipped --> delivered: deliver\n    \
         shipped --> cancelled: cancel\n    \
         delivered --> [*]\n    \
         cancelled --> [*]\n"
    );
    let names: Vec<&str> = drawings().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["checkout", "order", "fulfilment", "provider operation", "reservation"]);
}
