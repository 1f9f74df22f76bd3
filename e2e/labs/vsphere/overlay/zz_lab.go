// Lab overlay: compiled INTO a private copy of Debian's govmomi "simulator" package (0.24.2).
// It adds what a dashboard needs and the packaged simulator lacks: asynchronous migrations with
// progress, DRS recommendations, moving load figures, paging, collector versions, fault injection.
package simulator

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"net/http"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// Lab settings; main fills these in before the server starts.
var Lab = struct {
	MigrateSeconds float64 // length of one hot migration
	MaxObjects     int     // server-side cap for one RetrievePropertiesEx / WaitForUpdatesEx answer, 0 = none
	Tick           time.Duration
	AutoDRS        bool
	ConsolePort    int32
}{MigrateSeconds: 8}

type change = types.PropertyChange

func ref2(r types.ManagedObjectReference) *types.ManagedObjectReference { return &r }

// ---------------------------------------------------------------- tasks

var (
	labMu     sync.Mutex
	labCancel = map[types.ManagedObjectReference]context.CancelFunc{}
	labBusy   = map[types.ManagedObjectReference]bool{} // VMs being migrated
	labPace   float64                                   // seconds of moves that begin now, 0 = as Lab says
)

// labAsync starts a task that advances info.progress over d and then runs commit under the entity's lock.
func labAsync(e mo.Entity, name string, d time.Duration, user string, cancelable bool,
	commit func() (types.AnyType, types.BaseMethodFault), done func(types.BaseMethodFault)) types.ManagedObjectReference {
	t := CreateTask(e, name, nil)
	t.Info.EntityName = e.Entity().Name
	t.Info.Cancelable = cancelable
	if user != "" {
		t.Info.Reason = &types.TaskReasonUser{UserName: user}
	} else {
		t.Info.Reason = &types.TaskReasonAlarm{AlarmName: "drs", EntityName: e.Entity().Name}
	}
	c, cancel := context.WithCancel(context.Background())
	labMu.Lock()
	labCancel[t.Self] = cancel
	labMu.Unlock()
	set := func(cs ...change) { Map.WithLock(t, func() { Map.Update(t, cs) }) }
	go func() {
		set(change{Name: "info.state", Val: types.TaskInfoStateRunning}, change{Name: "info.startTime", Val: time.Now()},
			change{Name: "info.progress", Val: int32(0)})
		steps := int(d / (400 * time.Millisecond))
		if steps < 1 {
			steps = 1
		}
		var fault types.BaseMethodFault
		for i := 1; i <= steps && fault == nil; i++ {
			select {
			case <-c.Done():
				fault = &types.RequestCanceled{}
			case <-time.After(d / time.Duration(steps)):
				// copy phase is fast, the switch-over sits at the end: eased, never 100 before success
				p := int32(math.Min(99, 100*math.Pow(float64(i)/float64(steps), 0.8)))
				set(change{Name: "info.progress", Val: p})
			}
		}
		if fault == nil {
			fault = labFailAtCommit(e, name)
		}
		var res types.AnyType
		if fault == nil {
			Map.WithLock(e, func() { res, fault = commit() })
		}
		labMu.Lock()
		delete(labCancel, t.Self)
		labMu.Unlock()
		if done != nil {
			done(fault)
		}
		end := []change{{Name: "info.completeTime", Val: time.Now()}}
		if fault != nil {
			end = append(end, change{Name: "info.error", Val: types.LocalizedMethodFault{Fault: fault, LocalizedMessage: strings.TrimPrefix(fmt.Sprintf("%T", fault), "*types.")}})
			if _, ok := fault.(*types.RequestCanceled); ok {
				end = append(end, change{Name: "info.cancelled", Val: true})
			}
			end = append(end, change{Name: "info.state", Val: types.TaskInfoStateError})
		} else {
			if res != nil {
				end = append(end, change{Name: "info.result", Val: res})
			}
			end = append(end, change{Name: "info.progress", Val: int32(100)}, change{Name: "info.state", Val: types.TaskInfoStateSuccess})
		}
		set(end...)
	}()
	return t.Self
}

// CancelTask on a running lab task.
func (t *Task) CancelTask(*types.CancelTask) soap.HasFault {
	labMu.Lock()
	cancel := labCancel[t.Self]
	labMu.Unlock()
	if cancel == nil || !t.Info.Cancelable {
		return &methods.CancelTaskBody{Fault_: Fault("", &types.NotSupported{})}
	}
	cancel()
	return &methods.CancelTaskBody{Res: &types.CancelTaskResponse{}}
}

func labPost(events ...types.BaseEvent) { labPostAs("", events...) }

func labPostAs(user string, events ...types.BaseEvent) {
	m, ctx := Map.EventManager(), labAs(user)
	Map.WithLock(m, func() {
		for _, e := range events {
			m.PostEvent(ctx, &types.PostEvent{EventToPost: e})
		}
	})
}

// ---------------------------------------------------------------- migration

// labMove does what the packaged RelocateVM_Task leaves half done: both hosts' and pools' vm lists change and are pushed.
func labMove(vm *VirtualMachine, host, pool, ds *types.ManagedObjectReference) {
	var cs []change
	if host != nil && *host != *vm.Runtime.Host {
		for _, h := range []struct {
			r   types.ManagedObjectReference
			add bool
		}{{*vm.Runtime.Host, false}, {*host, true}} {
			if o, ok := Map.Get(h.r).(*HostSystem); ok {
				Map.WithLock(o, func() {
					l := append([]types.ManagedObjectReference(nil), o.Vm...)
					RemoveReference(&l, vm.Self)
					if h.add {
						l = append(l, vm.Self)
					}
					Map.Update(o, []change{{Name: "vm", Val: l}})
				})
			}
		}
		cs = append(cs, change{Name: "runtime.host", Val: *host}, change{Name: "summary.runtime.host", Val: *host})
	}
	if pool != nil && vm.ResourcePool != nil && *pool != *vm.ResourcePool {
		for _, p := range []struct {
			r   types.ManagedObjectReference
			add bool
		}{{*vm.ResourcePool, false}, {*pool, true}} {
			if o, ok := Map.Get(p.r).(*ResourcePool); ok {
				Map.WithLock(o, func() {
					l := append([]types.ManagedObjectReference(nil), o.Vm...)
					RemoveReference(&l, vm.Self)
					if p.add {
						l = append(l, vm.Self)
					}
					Map.Update(o, []change{{Name: "vm", Val: l}})
				})
			}
		}
		cs = append(cs, change{Name: "resourcePool", Val: *pool})
	}
	if ds != nil {
		for _, old := range vm.Datastore {
			if o, ok := Map.Get(old).(*Datastore); ok && old != *ds {
				Map.RemoveReference(o, &o.Vm, vm.Self)
			}
		}
		if o, ok := Map.Get(*ds).(*Datastore); ok {
			Map.AddReference(o, &o.Vm, vm.Self)
		}
		cs = append(cs, change{Name: "datastore", Val: []types.ManagedObjectReference{*ds}})
	}
	Map.Update(vm, cs)
}

func hostArg(r *types.ManagedObjectReference) types.HostEventArgument {
	if h, ok := Map.Get(*r).(*HostSystem); ok {
		return *h.eventArgument()
	}
	return types.HostEventArgument{}
}

func labMigrate(vm *VirtualMachine, host, pool, ds *types.ManagedObjectReference, method, user string, drs bool) (types.ManagedObjectReference, types.BaseMethodFault) {
	src := vm.Runtime.Host
	if host == nil {
		host = src
	}
	h, ok := Map.Get(*host).(*HostSystem)
	if !ok {
		return types.ManagedObjectReference{}, &types.ManagedObjectNotFound{Obj: *host}
	}
	if h.Runtime.InMaintenanceMode {
		return types.ManagedObjectReference{}, &types.InvalidHostState{Host: host}
	}
	if h.Runtime.ConnectionState != types.HostSystemConnectionStateConnected {
		return types.ManagedObjectReference{}, &types.HostNotConnected{}
	}
	labMu.Lock()
	busy := labBusy[vm.Self]
	labBusy[vm.Self] = true
	seconds := labPace
	labMu.Unlock()
	if seconds == 0 {
		seconds = Lab.MigrateSeconds
	}
	if busy {
		return types.ManagedObjectReference{}, &types.TaskInProgress{Task: vm.Self}
	}
	ev := labEvent(vm, src)
	on := vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn
	storage := ds != nil && *host == *src
	switch {
	case storage:
		ev.FullFormattedMessage = "Relocating " + vm.Name
		labPostAs(user, &types.VmBeingRelocatedEvent{VmRelocateSpecEvent: types.VmRelocateSpecEvent{VmEvent: ev}, DestHost: hostArg(host), DestDatastore: ev.Ds})
	case on:
		ev.FullFormattedMessage = fmt.Sprintf("Migrating %s from %s to %s", vm.Name, ev.Host.Name, h.Name)
		labPostAs(user, &types.VmBeingHotMigratedEvent{VmEvent: ev, DestHost: hostArg(host), DestDatastore: ev.Ds})
	default:
		labPostAs(user, &types.VmBeingMigratedEvent{VmEvent: ev, DestHost: hostArg(host), DestDatastore: ev.Ds})
	}
	d := time.Duration(seconds * (0.75 + 0.5*rand.Float64()) * float64(time.Second))
	if !on && ds == nil {
		d /= 8 // cold move: registration only
	}
	if ds != nil {
		d *= 3
	}
	return labAsync(vm, method, d, user, true,
		func() (types.AnyType, types.BaseMethodFault) { labMove(vm, host, pool, ds); return nil, nil },
		func(f types.BaseMethodFault) {
			labMu.Lock()
			delete(labBusy, vm.Self)
			labMu.Unlock()
			now := labEvent(vm, vm.Runtime.Host)
			e := types.VmMigratedEvent{VmEvent: now, SourceHost: hostArg(src), SourceDatastore: ev.Ds}
			switch {
			case f != nil:
				ev.FullFormattedMessage = fmt.Sprintf("Failed to migrate %s from %s to %s", vm.Name, ev.Host.Name, h.Name)
				labPostAs(user, &types.VmFailedMigrateEvent{VmEvent: ev, DestHost: hostArg(host), Reason: types.LocalizedMethodFault{Fault: f, LocalizedMessage: fmt.Sprintf("%T", f)}})
			case storage:
				labPostAs(user, &types.VmRelocatedEvent{VmRelocateSpecEvent: types.VmRelocateSpecEvent{VmEvent: now}, SourceHost: hostArg(src), SourceDatastore: ev.Ds})
			case drs:
				labPostAs(user, &types.DrsVmMigratedEvent{VmMigratedEvent: e})
			default:
				labPostAs(user, &e)
			}
		}), nil
}

// labEvent is vm.event() for a given host, with the datastore the packaged message templates need.
func labEvent(vm *VirtualMachine, host *types.ManagedObjectReference) types.VmEvent {
	ev := vm.event()
	if h, ok := Map.Get(*host).(*HostSystem); ok {
		ev.Host = h.eventArgument()
	}
	if len(vm.Datastore) > 0 {
		if ds, ok := Map.Get(vm.Datastore[0]).(*Datastore); ok {
			ev.Ds = &types.DatastoreEventArgument{Datastore: ds.Self, EntityEventArgument: types.EntityEventArgument{Name: ds.Name}}
		}
	}
	return ev
}

// configure pushes what ReconfigVM_Task changes; the packaged one (renamed by the build) pushes only devices.
func (vm *VirtualMachine) configure(spec *types.VirtualMachineConfigSpec) types.BaseMethodFault {
	on := vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn
	if hot := vm.Config.CpuHotAddEnabled; on && spec.NumCPUs != 0 && spec.NumCPUs != vm.Config.Hardware.NumCPU && (hot == nil || !*hot) {
		return new(types.CpuHotPlugNotSupported)
	}
	if hot := vm.Config.MemoryHotAddEnabled; on && spec.MemoryMB != 0 && spec.MemoryMB != int64(vm.Config.Hardware.MemoryMB) && (hot == nil || !*hot) {
		return new(types.MemoryHotPlugNotSupported)
	}
	f := vm.configure0(spec)
	if o, ok := Map.Get(vm.Self).(*VirtualMachine); ok && o == vm && f == nil {
		Map.Update(vm, []change{{Name: "name", Val: vm.Name}, {Name: "config.name", Val: vm.Config.Name}, {Name: "summary.config.name", Val: vm.Config.Name},
			{Name: "config.hardware.numCPU", Val: vm.Config.Hardware.NumCPU}, {Name: "summary.config.numCpu", Val: vm.Config.Hardware.NumCPU},
			{Name: "config.hardware.memoryMB", Val: vm.Config.Hardware.MemoryMB}, {Name: "summary.config.memorySizeMB", Val: vm.Config.Hardware.MemoryMB},
			{Name: "config.annotation", Val: vm.Config.Annotation}})
		labTouch(vm)
	}
	return f
}

func user(ctx *Context) string {
	if ctx.Session != nil {
		return ctx.Session.UserName
	}
	return "root"
}

func (vm *VirtualMachine) MigrateVMTask(ctx *Context, req *types.MigrateVM_Task) soap.HasFault {
	t, f := labMigrate(vm, req.Host, req.Pool, nil, "migrate", user(ctx), false)
	if f != nil {
		return &methods.MigrateVM_TaskBody{Fault_: Fault(fmt.Sprintf("%T", f), f)}
	}
	return &methods.MigrateVM_TaskBody{Res: &types.MigrateVM_TaskResponse{Returnval: t}}
}

// RelocateVMTask replaces the packaged one (renamed by the build).
func (vm *VirtualMachine) RelocateVMTask(ctx *Context, req *types.RelocateVM_Task) soap.HasFault {
	if req.Spec.Folder != nil && req.Spec.Host == nil && req.Spec.Datastore == nil && req.Spec.Pool == nil {
		return vm.RelocateVMTask0(ctx, req)
	}
	t, f := labMigrate(vm, req.Spec.Host, req.Spec.Pool, req.Spec.Datastore, "relocate", user(ctx), false)
	if f != nil {
		return &methods.RelocateVM_TaskBody{Fault_: Fault(fmt.Sprintf("%T", f), f)}
	}
	return &methods.RelocateVM_TaskBody{Res: &types.RelocateVM_TaskResponse{Returnval: t}}
}

// ---------------------------------------------------------------- VM extras

func (vm *VirtualMachine) AcquireTicket(req *types.AcquireTicket) soap.HasFault {
	if vm.Runtime.PowerState != types.VirtualMachinePowerStatePoweredOn {
		return &methods.AcquireTicketBody{Fault_: Fault("", &types.InvalidPowerState{RequestedState: types.VirtualMachinePowerStatePoweredOn, ExistingState: vm.Runtime.PowerState})}
	}
	id := strings.ReplaceAll(uuid.New().String(), "-", "")[:16]
	r := types.VirtualMachineTicket{Ticket: id, CfgFile: vm.Summary.Config.VmPathName, Host: "127.0.0.1", Port: Lab.ConsolePort}
	if req.TicketType == "webmks" {
		r.Url = fmt.Sprintf("wss://127.0.0.1:%d/ticket/%s", Lab.ConsolePort, id)
	}
	return &methods.AcquireTicketBody{Res: &types.AcquireTicketResponse{Returnval: r}}
}

func (vm *VirtualMachine) RebootGuest(ctx *Context, req *types.RebootGuest) soap.HasFault {
	if vm.Runtime.PowerState != types.VirtualMachinePowerStatePoweredOn {
		return &methods.RebootGuestBody{Fault_: Fault("", &types.InvalidPowerState{RequestedState: types.VirtualMachinePowerStatePoweredOn, ExistingState: vm.Runtime.PowerState})}
	}
	labPostAs(user(ctx), &types.VmGuestRebootEvent{VmEvent: vm.event()})
	Map.Update(vm, []change{{Name: "summary.runtime.bootTime", Val: time.Now()}, {Name: "runtime.bootTime", Val: time.Now()}})
	return &methods.RebootGuestBody{Res: &types.RebootGuestResponse{}}
}

func (vm *VirtualMachine) StandbyGuest(ctx *Context, req *types.StandbyGuest) soap.HasFault {
	vm.SuspendVMTask(ctx, &types.SuspendVM_Task{This: req.This})
	return &methods.StandbyGuestBody{Res: &types.StandbyGuestResponse{}}
}

// ---------------------------------------------------------------- hosts

func (h *HostSystem) cluster() *ClusterComputeResource {
	c, _ := Map.Get(*h.Parent).(*ClusterComputeResource)
	return c
}

func (h *HostSystem) setState(s types.HostSystemConnectionState) {
	Map.Update(h, []change{{Name: "runtime.connectionState", Val: s}})
	vs := types.VirtualMachineConnectionStateConnected
	if s != types.HostSystemConnectionStateConnected {
		vs = types.VirtualMachineConnectionStateDisconnected
	}
	vms := append([]types.ManagedObjectReference(nil), h.Vm...)
	status := types.ManagedEntityStatusGreen
	if s != types.HostSystemConnectionStateConnected {
		status = types.ManagedEntityStatusRed
	}
	go func() { _ = labRaise("alarm.HostConnectionStateAlarm", h.Self, status) }()
	go func() { // never take a VM lock under a host lock: labMove takes them the other way round
		for _, r := range vms {
			if vm, ok := Map.Get(r).(*VirtualMachine); ok {
				Map.WithLock(vm, func() {
					Map.Update(vm, []change{{Name: "runtime.connectionState", Val: vs}, {Name: "summary.runtime.connectionState", Val: vs}})
				})
			}
		}
	}()
}

func (h *HostSystem) DisconnectHostTask(ctx *Context, req *types.DisconnectHost_Task) soap.HasFault {
	t := labAsync(h, "disconnectHost", time.Second, user(ctx), false, func() (types.AnyType, types.BaseMethodFault) {
		h.setState(types.HostSystemConnectionStateDisconnected)
		return nil, nil
	}, func(types.BaseMethodFault) { labPost(&types.HostDisconnectedEvent{HostEvent: h.event()}) })
	return &methods.DisconnectHost_TaskBody{Res: &types.DisconnectHost_TaskResponse{Returnval: t}}
}

func (h *HostSystem) ReconnectHostTask(ctx *Context, req *types.ReconnectHost_Task) soap.HasFault {
	t := labAsync(h, "reconnectHost", time.Second, user(ctx), false, func() (types.AnyType, types.BaseMethodFault) {
		h.setState(types.HostSystemConnectionStateConnected)
		return nil, nil
	}, func(types.BaseMethodFault) { labPost(&types.HostConnectedEvent{HostEvent: h.event()}) })
	return &methods.ReconnectHost_TaskBody{Res: &types.ReconnectHost_TaskResponse{Returnval: t}}
}

// EnterMaintenanceModeTask replaces the packaged one: evacuates powered-on VMs (DRS on), then pushes the state.
func (h *HostSystem) EnterMaintenanceModeTask(ctx *Context, req *types.EnterMaintenanceMode_Task) soap.HasFault {
	labPost(&types.EnteringMaintenanceModeEvent{HostEvent: h.event()})
	vms := append([]types.ManagedObjectReference(nil), h.Vm...)
	c := h.cluster()
	n := 0
	var tasks []types.ManagedObjectReference
	if c != nil && len(c.Host) > 1 {
		for _, r := range vms {
			vm, ok := Map.Get(r).(*VirtualMachine)
			if !ok || vm.Runtime.PowerState != types.VirtualMachinePowerStatePoweredOn {
				continue
			}
			for i := 0; i < len(c.Host); i++ {
				t := c.Host[(n+i)%len(c.Host)]
				if o := Map.Get(t).(*HostSystem); t != h.Self && !o.Runtime.InMaintenanceMode {
					if id, f := labMigrate(vm, ref2(t), nil, nil, "migrate", "", true); f == nil {
						tasks = append(tasks, id)
					}
					n++
					break
				}
			}
		}
	}
	d := time.Duration(Lab.MigrateSeconds*1.5*float64(time.Second)) + time.Second
	if n == 0 {
		d = time.Second
	}
	t := labAsync(h, "enterMaintenanceMode", d, user(ctx), true, func() (types.AnyType, types.BaseMethodFault) {
		Map.Update(h, []change{{Name: "runtime.inMaintenanceMode", Val: true}})
		return nil, nil
	}, func(f types.BaseMethodFault) {
		if f == nil {
			labPost(&types.EnteredMaintenanceModeEvent{HostEvent: h.event()})
		}
	})
	return &methods.EnterMaintenanceMode_TaskBody{Res: &types.EnterMaintenanceMode_TaskResponse{Returnval: t}}
}

func (h *HostSystem) ExitMaintenanceModeTask(ctx *Context, req *types.ExitMaintenanceMode_Task) soap.HasFault {
	t := labAsync(h, "exitMaintenanceMode", time.Second, user(ctx), false, func() (types.AnyType, types.BaseMethodFault) {
		Map.Update(h, []change{{Name: "runtime.inMaintenanceMode", Val: false}})
		return nil, nil
	}, func(types.BaseMethodFault) { labPost(&types.ExitMaintenanceModeEvent{HostEvent: h.event()}) })
	return &methods.ExitMaintenanceMode_TaskBody{Res: &types.ExitMaintenanceMode_TaskResponse{Returnval: t}}
}

// ---------------------------------------------------------------- DRS

type hostLoad struct {
	h        *HostSystem
	cpu, mem float64
}

func (c *ClusterComputeResource) loads() []hostLoad {
	var l []hostLoad
	for _, r := range c.Host {
		h, ok := Map.Get(r).(*HostSystem)
		if !ok || h.Runtime.InMaintenanceMode || h.Runtime.ConnectionState != types.HostSystemConnectionStateConnected {
			continue
		}
		hw := h.Summary.Hardware
		l = append(l, hostLoad{h, float64(h.Summary.QuickStats.OverallCpuUsage) / float64(int32(hw.NumCpuCores)*hw.CpuMhz),
			float64(h.Summary.QuickStats.OverallMemoryUsage) * 1048576 / float64(hw.MemorySize)})
	}
	sort.Slice(l, func(i, j int) bool { return l[i].cpu < l[j].cpu })
	return l
}

var recKey int

func (c *ClusterComputeResource) RefreshRecommendation(*types.RefreshRecommendation) soap.HasFault {
	c.refreshRecs()
	return &methods.RefreshRecommendationBody{Res: &types.RefreshRecommendationResponse{}}
}

func labIsBusy(r types.ManagedObjectReference) bool {
	labMu.Lock()
	defer labMu.Unlock()
	return labBusy[r]
}

var labWanted sync.Map // VM ref -> true: to be recommended for a move, set over /lab/recommend

// refreshRecs makes the recommendations anew. One that still says the same keeps its key.
func (c *ClusterComputeResource) refreshRecs() {
	l := c.loads()
	recs := []types.ClusterRecommendation{}
	known := map[types.ManagedObjectReference]types.ClusterRecommendation{}
	for _, r := range c.Recommendation {
		known[*r.Action[0].GetClusterAction().Target] = r
	}
	add := func(vm *VirtualMachine, from, to hostLoad) {
		if k, ok := known[vm.Self]; ok {
			if m := k.Action[0].(*types.ClusterMigrationAction).DrsMigration; m.Source == from.h.Self && (m.Destination == to.h.Self || labIsWanted(vm)) {
				recs = append(recs, k)
				return
			}
		}
		recs = append(recs, labRecommendation(c, vm, from, to))
	}
	for j := range l {
		for _, r := range l[j].h.Vm {
			vm, ok := Map.Get(r).(*VirtualMachine)
			if ok && labIsWanted(vm) && vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn && !labIsBusy(r) && len(l) > 1 {
				to := l[0]
				if to.h == l[j].h {
					to = l[1]
				}
				add(vm, l[j], to)
			}
		}
	}
	for i, j := 0, len(l)-1; i < j && len(recs) < 4 && l[j].cpu-l[i].cpu > 0.10; i, j = i+1, j-1 {
		var best *VirtualMachine
		for _, r := range l[j].h.Vm {
			vm, ok := Map.Get(r).(*VirtualMachine)
			if ok && vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn && !labIsBusy(vm.Self) &&
				(best == nil || vm.Summary.QuickStats.OverallCpuUsage > best.Summary.QuickStats.OverallCpuUsage) {
				best = vm
			}
		}
		if best == nil {
			continue
		}
		if !labIsWanted(best) {
			add(best, l[j], l[i])
		}
	}
	Map.Update(c, []change{{Name: "recommendation", Val: recs}})
}

func labIsWanted(vm *VirtualMachine) bool {
	_, ok := labWanted.Load(vm.Self)
	return ok
}

func labRecommendation(c *ClusterComputeResource, vm *VirtualMachine, from, to hostLoad) types.ClusterRecommendation {
	recKey++
	k := strconv.Itoa(recKey)
	return types.ClusterRecommendation{
		Key: k, Type: "V1", Time: time.Now(), Rating: int32(math.Max(1, math.Min(5, 1+(from.cpu-to.cpu)*10))),
		Reason: string(types.RecommendationReasonCodeFairnessCpuAvg), ReasonText: "Balance average CPU loads", Target: ref2(c.Self),
		Action: []types.BaseClusterAction{&types.ClusterMigrationAction{
			ClusterAction: types.ClusterAction{Type: "MigrationV1", Target: ref2(vm.Self)},
			DrsMigration: &types.ClusterDrsMigration{Key: k, Time: time.Now(), Vm: vm.Self, Source: from.h.Self, Destination: to.h.Self,
				CpuLoad: vm.Summary.QuickStats.OverallCpuUsage, MemoryLoad: int64(vm.Summary.QuickStats.GuestMemoryUsage),
				SourceCpuLoad: int32(from.cpu * 100), DestinationCpuLoad: int32(to.cpu * 100),
				SourceMemoryLoad: int64(from.mem * 100), DestinationMemoryLoad: int64(to.mem * 100)},
		}},
	}
}

func (c *ClusterComputeResource) apply(key string) types.BaseMethodFault {
	for i, r := range c.Recommendation {
		if r.Key != key {
			continue
		}
		m := r.Action[0].(*types.ClusterMigrationAction).DrsMigration
		vm, ok := Map.Get(m.Vm).(*VirtualMachine)
		if !ok {
			return &types.ManagedObjectNotFound{Obj: m.Vm}
		}
		var f types.BaseMethodFault
		Map.WithLock(vm, func() { _, f = labMigrate(vm, ref2(m.Destination), nil, nil, "migrate", "", true) })
		if f != nil {
			return f
		}
		labWanted.Delete(m.Vm)
		left := append(append([]types.ClusterRecommendation{}, c.Recommendation[:i]...), c.Recommendation[i+1:]...)
		hist := append([]types.ClusterActionHistory{{Action: r.Action[0], Time: time.Now()}}, c.ActionHistory...)
		if len(hist) > 50 {
			hist = hist[:50]
		}
		Map.Update(c, []change{{Name: "recommendation", Val: left}, {Name: "actionHistory", Val: hist}})
		return nil
	}
	return &types.InvalidArgument{InvalidProperty: "key"}
}

func (c *ClusterComputeResource) ApplyRecommendation(req *types.ApplyRecommendation) soap.HasFault {
	if f := c.apply(req.Key); f != nil {
		return &methods.ApplyRecommendationBody{Fault_: Fault(fmt.Sprintf("%T", f), f)}
	}
	return &methods.ApplyRecommendationBody{Res: &types.ApplyRecommendationResponse{}}
}

func (c *ClusterComputeResource) RecommendHostsForVm(req *types.RecommendHostsForVm) soap.HasFault {
	res := &types.RecommendHostsForVmResponse{}
	for i, h := range c.loads() {
		res.Returnval = append(res.Returnval, types.ClusterHostRecommendation{Host: h.h.Self, Rating: int32(math.Max(1, float64(5-i)))})
	}
	return &methods.RecommendHostsForVmBody{Res: res}
}

// ---------------------------------------------------------------- load

// LabPrepare gives hosts a realistic size; LabLoad then moves VM and host quickStats on every tick.
func LabPrepare(cores int16, mhz int32, memGiB int64) {
	labMounts()
	labAlarms()
	labStructure()
	for _, e := range Map.All("HostSystem") {
		h := e.(*HostSystem)
		hw := h.Summary.Hardware
		hw.NumCpuCores, hw.NumCpuThreads, hw.NumCpuPkgs, hw.CpuMhz, hw.MemorySize = cores, cores*2, 2, mhz, memGiB<<30
		h.Hardware.CpuInfo.NumCpuCores, h.Hardware.CpuInfo.NumCpuThreads, h.Hardware.MemorySize = cores, cores*2, memGiB<<30
	}
	for _, e := range Map.All("ClusterComputeResource") {
		c := e.(*ClusterComputeResource)
		n := int32(len(c.Host))
		s := c.Summary.GetComputeResourceSummary()
		s.TotalCpu, s.EffectiveCpu = n*int32(cores)*mhz, n*int32(cores)*mhz
		s.TotalMemory, s.EffectiveMemory = int64(n)*memGiB<<30, int64(n)*memGiB<<10 // effectiveMemory is MB
		s.NumCpuCores, s.NumCpuThreads = int16(n)*cores, int16(n)*cores*2
		cfg := c.ConfigurationEx.(*types.ClusterConfigInfoEx)
		cfg.DrsConfig = types.ClusterDrsConfigInfo{Enabled: types.NewBool(true), EnableVmBehaviorOverrides: types.NewBool(true), DefaultVmBehavior: types.DrsBehaviorManual, VmotionRate: 3}
		if s, ok := c.Summary.(*types.ClusterComputeResourceSummary); ok {
			s.CurrentEVCModeKey = "intel-broadwell"
		}
		cfg.DasConfig = types.ClusterDasConfigInfo{Enabled: types.NewBool(true), HostMonitoring: "enabled", AdmissionControlEnabled: types.NewBool(true)}
	}
	for _, e := range Map.All("VirtualMachine") {
		vm := e.(*VirtualMachine)
		r := rand.New(rand.NewSource(int64(len(vm.Name))*7919 + hash(vm.Name)))
		n := []int32{1, 2, 2, 4, 4, 8}[r.Intn(6)]
		mem := n * []int32{1024, 2048, 4096}[r.Intn(3)]
		vm.Config.Hardware.NumCPU, vm.Summary.Config.NumCpu = n, n
		vm.Config.Hardware.MemoryMB, vm.Summary.Config.MemorySizeMB = mem, mem
	}
}

func hash(s string) (h int64) {
	for _, c := range s {
		h = h*31 + int64(c)
	}
	return
}

var labHot sync.Map // host ref -> multiplier, set over /lab/load

func LabLoad(stop <-chan struct{}) {
	if Lab.Tick <= 0 {
		return
	}
	base := map[types.ManagedObjectReference]float64{}
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		case <-time.After(Lab.Tick):
		}
		type sum struct{ cpu, mem int32 }
		hosts := map[types.ManagedObjectReference]*sum{}
		for _, e := range Map.All("VirtualMachine") {
			vm, ok := e.(*VirtualMachine)
			if !ok {
				continue
			}
			Map.WithLock(vm, func() {
				// One that is being made is on no host yet.
				if vm.Runtime.Host == nil {
					return
				}
				q := vm.Summary.QuickStats
				cpu, act, guestMem, hostMem := int32(0), int32(0), int32(0), int32(0)
				if vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn {
					b, ok := base[vm.Self]
					if !ok {
						b = math.Pow(rand.New(rand.NewSource(hash(vm.Name))).Float64(), 2.2)
					}
					b = math.Min(0.98, math.Max(0.01, b+rand.NormFloat64()*0.03))
					base[vm.Self] = b
					m := 1.0
					if v, ok := labHot.Load(*vm.Runtime.Host); ok {
						m = v.(float64)
					}
					u := math.Min(1, b*m)
					mhz := float64(vm.Summary.Config.NumCpu) * 2600
					cpu, act = int32(u*mhz), int32(math.Min(1, u*1.1)*mhz)
					guestMem = int32(float64(vm.Summary.Config.MemorySizeMB) * (0.1 + 0.5*b))
					hostMem = int32(float64(vm.Summary.Config.MemorySizeMB) * (0.5 + 0.5*b))
					q.UptimeSeconds += int32(Lab.Tick.Seconds())
					q.GuestHeartbeatStatus = types.ManagedEntityStatusGreen
				} else {
					q.UptimeSeconds = 0
					q.GuestHeartbeatStatus = types.ManagedEntityStatusGray
				}
				s := hosts[*vm.Runtime.Host]
				if s == nil {
					s = &sum{}
					hosts[*vm.Runtime.Host] = s
				}
				s.cpu += cpu
				s.mem += hostMem
				if q.OverallCpuUsage == cpu && q.HostMemoryUsage == hostMem {
					return
				}
				q.OverallCpuUsage, q.OverallCpuDemand, q.GuestMemoryUsage, q.HostMemoryUsage = cpu, act, guestMem, hostMem
				Map.Update(vm, []change{{Name: "summary.quickStats", Val: q}})
			})
		}
		for _, e := range Map.All("HostSystem") {
			h, ok := e.(*HostSystem)
			if !ok {
				continue
			}
			Map.WithLock(h, func() {
				q := h.Summary.QuickStats
				s := hosts[h.Self]
				if s == nil {
					s = &sum{}
				}
				max := int32(h.Summary.Hardware.NumCpuCores) * h.Summary.Hardware.CpuMhz
				if q.OverallCpuUsage = s.cpu + 400; q.OverallCpuUsage > max {
					q.OverallCpuUsage = max
				}
				if q.OverallMemoryUsage = s.mem + 2048; int64(q.OverallMemoryUsage) > h.Summary.Hardware.MemorySize>>20 {
					q.OverallMemoryUsage = int32(h.Summary.Hardware.MemorySize >> 20)
				}
				q.Uptime += int32(Lab.Tick.Seconds())
				Map.Update(h, []change{{Name: "summary.quickStats", Val: q}})
			})
		}
		labForgetAlarms()
		labPoolUsage()
		if n%3 == 2 {
			for _, e := range Map.All("ClusterComputeResource") {
				c := e.(*ClusterComputeResource)
				Map.WithLock(c, func() {
					c.refreshRecs()
					if b := c.ConfigurationEx.(*types.ClusterConfigInfoEx).DrsConfig; Lab.AutoDRS || b.DefaultVmBehavior == types.DrsBehaviorFullyAutomated {
						for _, r := range append([]types.ClusterRecommendation(nil), c.Recommendation...) {
							c.apply(r.Key)
						}
					}
				})
			}
		}
	}
}

// ---------------------------------------------------------------- property collector

func labReqCtx(ctx *Context) context.Context {
	if ctx != nil && ctx.req != nil {
		return ctx.req.Context() // a client that hangs up ends its own wait
	}
	return context.Background()
}

// labTraversal: can this update change which objects the filter reaches?
func labTraversal(f *PropertyFilter, u types.ObjectUpdate) bool {
	var walk func([]types.BaseSelectionSpec) bool
	walk = func(ss []types.BaseSelectionSpec) bool {
		for _, s := range ss {
			ts, ok := s.(*types.TraversalSpec)
			if !ok {
				continue
			}
			for _, c := range u.ChangeSet {
				if c.Name == ts.Path || strings.HasPrefix(c.Name, ts.Path+".") || strings.HasPrefix(ts.Path, c.Name+".") {
					return true
				}
			}
			if walk(ts.SelectSet) {
				return true
			}
		}
		return false
	}
	for _, o := range f.Spec.ObjectSet {
		if walk(o.SelectSet) {
			return true
		}
	}
	return false
}

type labPCState struct {
	version int
	queue   []types.PropertyFilterUpdate
	pages   map[string][]types.ObjectContent
}

var labPC = map[*PropertyCollector]*labPCState{}

func (pc *PropertyCollector) lab() *labPCState {
	labMu.Lock()
	defer labMu.Unlock()
	s := labPC[pc]
	if s == nil {
		s = &labPCState{pages: map[string][]types.ObjectContent{}}
		labPC[pc] = s
	}
	return s
}

// WaitForUpdatesEx adds counted versions, InvalidCollectorVersion and truncation to the packaged one (renamed by the build).
func (pc *PropertyCollector) WaitForUpdatesEx(ctx *Context, r *types.WaitForUpdatesEx) soap.HasFault {
	s := pc.lab()
	if r.Version != "" && r.Version != strconv.Itoa(s.version) {
		return &methods.WaitForUpdatesExBody{Fault_: Fault("", &types.InvalidCollectorVersion{})}
	}
	max := Lab.MaxObjects
	if o := r.Options; o != nil && o.MaxObjectUpdates > 0 && (max == 0 || int(o.MaxObjectUpdates) < max) {
		max = int(o.MaxObjectUpdates)
	}
	if r.Version == "" {
		s.queue = nil
	}
	if len(s.queue) == 0 {
		in := *r
		if r.Version != "" {
			in.Version = "-"
		}
		res := pc.WaitForUpdatesEx0(ctx, &in).(*methods.WaitForUpdatesExBody)
		if res.Fault_ != nil || res.Res.Returnval == nil {
			return res
		}
		s.queue = res.Res.Returnval.FilterSet
	}
	set := &types.UpdateSet{}
	n := 0
	for len(s.queue) > 0 && (max == 0 || n < max) {
		fu := s.queue[0]
		if k := len(fu.ObjectSet); max > 0 && n+k > max {
			head := fu
			head.ObjectSet = fu.ObjectSet[:max-n]
			s.queue[0].ObjectSet = fu.ObjectSet[max-n:]
			set.FilterSet = append(set.FilterSet, head)
			break
		}
		n += len(fu.ObjectSet)
		set.FilterSet = append(set.FilterSet, fu)
		s.queue = s.queue[1:]
	}
	if len(s.queue) > 0 {
		set.Truncated = types.NewBool(true)
	}
	s.version++
	set.Version = strconv.Itoa(s.version)
	return &methods.WaitForUpdatesExBody{Res: &types.WaitForUpdatesExResponse{Returnval: set}}
}

func (pc *PropertyCollector) RetrievePropertiesEx(ctx *Context, r *types.RetrievePropertiesEx) soap.HasFault {
	res := pc.RetrievePropertiesEx0(ctx, r).(*methods.RetrievePropertiesExBody)
	max := Lab.MaxObjects
	if r.Options.MaxObjects > 0 && (max == 0 || int(r.Options.MaxObjects) < max) {
		max = int(r.Options.MaxObjects)
	}
	if res.Fault_ != nil || ctx.Session == nil {
		return res
	}
	if len(res.Res.Returnval.Objects) == 0 {
		res.Res.Returnval = nil // a real vCenter answers an empty selection with no returnval
		return res
	}
	res.Res.Returnval = pc.page(res.Res.Returnval.Objects, max)
	return res
}

func (pc *PropertyCollector) page(all []types.ObjectContent, max int) *types.RetrieveResult {
	if max <= 0 || len(all) <= max {
		return &types.RetrieveResult{Objects: all}
	}
	tok := uuid.New().String()
	p := pc.lab().pages
	labMu.Lock()
	p[tok] = append(all[:0:0], all[max:]...)
	labMu.Unlock()
	return &types.RetrieveResult{Token: tok, Objects: all[:max]}
}

func (pc *PropertyCollector) ContinueRetrievePropertiesEx(ctx *Context, r *types.ContinueRetrievePropertiesEx) soap.HasFault {
	p := pc.lab().pages
	labMu.Lock()
	all, ok := p[r.Token]
	delete(p, r.Token)
	labMu.Unlock()
	if !ok {
		return &methods.ContinueRetrievePropertiesExBody{Fault_: Fault("", &types.InvalidArgument{InvalidProperty: "token"})}
	}
	max := Lab.MaxObjects
	if max == 0 {
		max = 100
	}
	return &methods.ContinueRetrievePropertiesExBody{Res: &types.ContinueRetrievePropertiesExResponse{Returnval: *pc.page(all, max)}}
}

func (pc *PropertyCollector) CancelRetrievePropertiesEx(ctx *Context, r *types.CancelRetrievePropertiesEx) soap.HasFault {
	p := pc.lab().pages
	labMu.Lock()
	delete(p, r.Token)
	labMu.Unlock()
	return &methods.CancelRetrievePropertiesExBody{Res: &types.CancelRetrievePropertiesExResponse{}}
}

// ---------------------------------------------------------------- fault injection and control

type labFault struct {
	Method  string `json:"method"`  // SOAP method, "*" = any
	Fault   string `json:"fault"`   // vim fault type, e.g. NotAuthenticated, NoPermission, HostCommunication
	AtEnd   bool   `json:"atEnd"`   // async lab task: accept it, fail it at the end
	Count   int    `json:"count"`   // how many times, 0 = until cleared
	DelayMs int    `json:"delayMs"` // answer late

	Privilege string `json:"privilege"` // of NoPermission: the one that is missing
}

var labFaults []*labFault

func labTake(name string, atEnd bool) (f types.BaseMethodFault, d time.Duration) {
	labMu.Lock()
	defer labMu.Unlock()
	for i, x := range labFaults {
		if x.AtEnd != atEnd || (x.Method != "*" && x.Method != name) {
			continue
		}
		if x.Count > 0 {
			if x.Count--; x.Count == 0 {
				labFaults = append(labFaults[:i:i], labFaults[i+1:]...)
			}
		}
		d = time.Duration(x.DelayMs) * time.Millisecond
		if x.Fault != "" {
			if t, ok := types.TypeFunc()(x.Fault); ok {
				f, _ = newFault(t)
			}
			if f == nil {
				f = &types.RuntimeFault{}
			}
			if denied, ok := f.(*types.NoPermission); ok {
				denied.PrivilegeId = x.Privilege
			}
		}
		return
	}
	return
}

func labFailAtCommit(e mo.Entity, name string) types.BaseMethodFault {
	f, _ := labTake(map[string]string{"migrate": "MigrateVM_Task", "relocate": "RelocateVM_Task", "enterMaintenanceMode": "EnterMaintenanceMode_Task"}[name], true)
	return f
}

func (s *Service) call(ctx *Context, m *Method) soap.HasFault {
	f, d := labTake(m.Name, false)
	if d > 0 {
		time.Sleep(d)
	}
	if f != nil {
		return &serverFaultBody{Reason: Fault("injected by the lab", f)}
	}
	return s.call0(ctx, m)
}

// LabHandler serves /lab/: test control, loopback only, no authentication.
func LabHandler(s *Service) http.Handler {
	mux := http.NewServeMux()
	post := func(p string, f func(*http.Request) (interface{}, error)) {
		mux.HandleFunc("/lab/"+p, func(w http.ResponseWriter, r *http.Request) {
			v, err := f(r)
			w.Header().Set("Content-Type", "application/json")
			if err != nil {
				w.WriteHeader(400)
				v = map[string]string{"error": err.Error()}
			}
			_ = json.NewEncoder(w).Encode(v)
		})
	}
	post("stats", func(*http.Request) (interface{}, error) {
		Map.m.Lock()
		defer Map.m.Unlock()
		n := map[string]int{}
		for r := range Map.objects {
			n[r.Type]++
		}
		labMu.Lock()
		defer labMu.Unlock()
		return map[string]interface{}{"objects": n, "handlers": len(Map.handlers), "sessions": len(s.sm.sessions), "migrating": len(labBusy), "faults": labFaults}, nil
	})
	post("expire-sessions", func(*http.Request) (interface{}, error) {
		sessionMutex.Lock()
		ended := s.sm.sessions
		s.sm.sessions = map[string]Session{}
		sessionMutex.Unlock()
		for _, session := range ended {
			labForget(session)
		}
		return map[string]int{"expired": len(ended)}, nil
	})
	post("fault", func(r *http.Request) (interface{}, error) {
		if r.Method == http.MethodDelete {
			labMu.Lock()
			labFaults = nil
			labMu.Unlock()
			return "cleared", nil
		}
		f := &labFault{}
		if err := json.NewDecoder(r.Body).Decode(f); err != nil {
			return nil, err
		}
		labMu.Lock()
		labFaults = append(labFaults, f)
		labMu.Unlock()
		return f, nil
	})
	post("load", func(r *http.Request) (interface{}, error) { // ?host=NAME&x=3
		x, err := strconv.ParseFloat(r.URL.Query().Get("x"), 64)
		if err != nil {
			return nil, err
		}
		for _, e := range Map.All("HostSystem") {
			if h, ok := e.(*HostSystem); ok && h.Name == r.URL.Query().Get("host") {
				labHot.Store(h.Self, x)
				return map[string]string{"host": h.Self.Value}, nil
			}
		}
		return nil, fmt.Errorf("no such host")
	})
	post("pace", func(r *http.Request) (interface{}, error) { // ?migrate=60; DELETE: as the flag says
		var x float64
		var err error
		if r.Method != http.MethodDelete {
			x, err = strconv.ParseFloat(r.URL.Query().Get("migrate"), 64)
		}
		labMu.Lock()
		labPace = x
		labMu.Unlock()
		return x, err
	})
	labFaithful(post)
	labImports(post)
	labWatching(post)
	post("http-status", func(r *http.Request) (interface{}, error) { // next /sdk call answers with this status
		n, err := strconv.Atoi(r.URL.Query().Get("code"))
		if err == nil {
			StatusSDK = n
		}
		return n, err
	})
	return mux
}

func newFault(t reflect.Type) (types.BaseMethodFault, bool) {
	f, ok := reflect.New(t).Interface().(types.BaseMethodFault)
	return f, ok
}

func labOnce(done *bool, f func() bool) bool {
	*done = true
	return f()
}
